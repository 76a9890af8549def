import { afterEach, expect, it } from "vitest";
import { callees, type DialingDesk, openDesk } from "./desk.js";

let desk: DialingDesk;
afterEach(async () => {
  await desk.close();
});

it("a list is not imported under the name of another one, and nothing of it is kept", async () => {
  desk = await openDesk();
  await desk.importList(callees(2), { name: "spring" });
  await expect(desk.importList(callees(5), { name: "spring" })).rejects.toMatchObject({
    code: "campaign_name_taken",
    message: expect.stringContaining("Another list has the name spring."),
  });
  const campaigns = await desk.dialer.campaigns.list();
  expect(campaigns).toHaveLength(1);
  expect((await desk.dialer.campaigns.status("spring")).progress.total).toBe(2);
  expect(await desk.dialer.campaigns.run("spring")).toMatchObject({ state: "finished" });
  expect(desk.sandbox.calls).toHaveLength(2);
  expect(desk.journal.check()).toEqual([]);
});
