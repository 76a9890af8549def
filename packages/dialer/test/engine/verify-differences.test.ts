import type { Call } from "@dialpool/core";
import { expect, it } from "vitest";
import { changingClient, openDesk } from "./desk.js";

interface Verdict {
  readonly matches?: number;
  readonly different?: readonly object[];
  readonly withoutRecord?: boolean;
}

const ELSEWHERE = "+12125550199";

it.each<[what: string, shown: Partial<Call>, verdict: Verdict]>([
  [
    "another callee",
    { phone_number_to: ELSEWHERE },
    { different: [{ field: "callee", asked: "+14155550123", shown: ELSEWHERE }] },
  ],
  [
    "another caller ID",
    { phone_number_from: ELSEWHERE },
    { different: [{ field: "callerId", shown: ELSEWHERE }] },
  ],
  ["no callee yet", { phone_number_to: "", lead_phone_number: "" }, { withoutRecord: true }],
  ["the same, written in another way", { phone_number_to: "1 (415) 555-0123" }, { matches: 1 }],
])("a record that shows %s is told so", async (_, shown, { different, withoutRecord, matches = 0 }) => {
  const desk = await openDesk();
  const client = changingClient(desk.sandbox, ({ response }) => {
    for (const call of response.calls) Object.assign(call, shown);
  });
  const call = await desk.dialer.call({ phone: "+14155550123", name: "Ada" });
  if (call.state !== "placed") throw new Error(`It is ${call.state}.`);
  await call.finished();
  const { attemptId, callId } = call;
  const verified = await desk.another({ client }).verify();
  expect(verified).toMatchObject({
    matches,
    different:
      different === undefined ? [] : [{ attemptId, callId, verdict: "different", differences: different }],
    withoutRecord: withoutRecord === undefined ? [] : [{ attemptId, callId, verdict: "no_record" }],
    unknownCalls: [],
  });
});
