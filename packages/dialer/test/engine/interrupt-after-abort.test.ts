import { afterEach, expect, it } from "vitest";
import { callees, type DialingDesk, openDesk } from "./desk.js";

let desk: DialingDesk;
afterEach(() => desk.close());

it("is told of as interrupted: whoever interrupts does not see the calls of an aborted campaign to their end", async () => {
  desk = await openDesk({ speed: 1 }, { concurrency: 3 });
  const name = await desk.importList(callees(20));
  const notes: string[] = [];
  const interrupt = new AbortController();
  const run = desk.dialer.campaigns.run(name, {
    signal: interrupt.signal,
    onNote: (note) => notes.push(note),
  });
  await expect.poll(() => desk.sandbox.calls.length).toBe(3);
  await desk.another().campaigns.abort(name);
  await expect.poll(() => notes.at(-1)).toMatch(/^The campaign was aborted/);
  interrupt.abort();
  expect(await run).toMatchObject({
    state: "stopped",
    stop: { kind: "interrupted" },
    progress: { byState: { finished: 0, queued: 17, open: 3 } },
  });
});
