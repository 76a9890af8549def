import { describe, expectTypeOf, it } from "vitest";
import {
  type Agent,
  type Call,
  type CallLookup,
  type CallOutcomeUnknownError,
  type ClientOptions,
  type CreateCallRequest,
  createClient,
  isApiError,
  type Listing,
  type PlacedCall,
  type Reconciliation,
  type RequestOptions,
  SynthflowError,
} from "../src/index.js";
import type { PostCallEvent } from "../src/webhooks/index.js";

const client = createClient({ apiKey: "sk_test_0123456789" });

/** Looked at by the compiler alone, never run: what must not compile. */
const mustNotCompile = [
  // @ts-expect-error Both forms at once: the API takes exactly one.
  () => client.agents.attachPhoneNumbers("a", { phone_numbers: ["+1"], phone_number_slugs: ["1"] }),
  () => {
    const both = { phone_numbers: ["+1"], phone_number_slugs: ["1"] };
    // @ts-expect-error Both at once, by way of a variable too.
    return client.agents.attachPhoneNumbers("a", both);
  },
  // @ts-expect-error Neither form.
  () => client.agents.attachPhoneNumbers("a", {}),
  // @ts-expect-error A call needs a name.
  () => client.calls.create({ model_id: "a", phone: "+14155550123" }),
  // @ts-expect-error A call needs an agent.
  () => client.calls.create({ phone: "+14155550123", name: "John Doe" }),
  // @ts-expect-error Call records are listed by agent.
  () => client.calls.list({}),
  // @ts-expect-error Numbers are listed by workspace.
  () => client.numbers.list({}),
  // @ts-expect-error No such status.
  () => client.calls.list({ model_id: "a", call_status: "done" }),
  // @ts-expect-error Region and base URL at once.
  (): ClientOptions => ({ apiKey: "k", region: "us", baseUrl: "http://127.0.0.1/v2" }),
  // @ts-expect-error A key is needed.
  (): ClientOptions => ({ region: "us" }),
  // @ts-expect-error The base class is never thrown itself.
  () => new SynthflowError("x"),
];

describe("the types", () => {
  it("refuse what the API would", () => {
    expectTypeOf(mustNotCompile).toBeArray();
  });

  it("take a read-only list of numbers", () => {
    const numbers: readonly string[] = ["+16286666348"];
    expectTypeOf(client.agents.attachPhoneNumbers)
      .parameter(1)
      .extract<{ readonly phone_numbers: readonly string[] }>()
      .toHaveProperty("phone_numbers")
      .toEqualTypeOf<typeof numbers>();
  });

  it("of answers are the spec's", () => {
    expectTypeOf(client.agents.list).returns.toEqualTypeOf<Listing<Agent>>();
    expectTypeOf(client.calls.get).returns.resolves.toEqualTypeOf<Call>();
    expectTypeOf(client.calls.create).returns.resolves.toEqualTypeOf<PlacedCall>();
    expectTypeOf<PlacedCall["call_id"]>().toEqualTypeOf<string>();
    expectTypeOf<CreateCallRequest["from_phone_number"]>().toEqualTypeOf<string | undefined>();
  });

  it("take what may be undefined where nothing may be given", () => {
    const signal = undefined as AbortSignal | undefined;
    expectTypeOf({ signal }).toExtend<RequestOptions>();
  });

  it("of a lookup are what an unknown outcome gives", () => {
    expectTypeOf<CallOutcomeUnknownError["lookup"]>().toEqualTypeOf<CallLookup>();
    expectTypeOf(client.calls.reconcile).parameter(0).toEqualTypeOf<CallLookup>();
    const found = undefined as unknown as Reconciliation;
    if (found?.outcome === "placed") expectTypeOf(found.call).toEqualTypeOf<Call>();
    if (found?.outcome === "unclear") expectTypeOf(found.candidates).toEqualTypeOf<readonly Call[]>();
  });

  it("of an event promise the call's id alone", () => {
    expectTypeOf<PostCallEvent["call"]["call_id"]>().toEqualTypeOf<string>();
    expectTypeOf<PostCallEvent["status"]>().toEqualTypeOf<string | undefined>();
  });

  it("are narrowed by the guards", () => {
    const error: unknown = undefined;
    if (isApiError(error)) expectTypeOf(error.status).toEqualTypeOf<number>();
  });
});
