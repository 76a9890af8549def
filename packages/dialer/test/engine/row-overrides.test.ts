import type { Tags } from "@dialpool/pool-strategies";
import { SEEDED } from "@dialpool/sandbox";
import { expect, it } from "vitest";
import { listContacts } from "../../src/index.js";
import { openDesk } from "./desk.js";

/** A Tuesday: 9:30 in New York and Florida, 6:30 in Vancouver and San Francisco. */
const MORNING = Date.UTC(2027, 6, 6, 13, 30);
const HOUR_MS = 3_600_000;
const FREE = { limits: { maxCallsPerCallee: null, maxCallsPerDay: null, minGapSeconds: null } };
const VANCOUVER = "+16045550123";

async function openMorning(options: Parameters<typeof openDesk>[1] = {}) {
  const desk = await openDesk({}, options);
  desk.setTime(MORNING);
  return desk;
}

it("a row's time zone takes the place of what its number tells", async () => {
  const desk = await openMorning();
  const rows = [
    { phone: VANCOUVER, name: "Ann", timeZone: "America/New_York" },
    { phone: "+16045550124", name: "Ben" },
  ] as const;
  const hours = { hours: { daily: "09:00-12:00" } };
  const { campaign } = await desk.dialer.campaigns.import(listContacts(rows), { hours, retries: "none" });
  const waiting = await desk.dialer.campaigns.run(campaign.name);
  expect(desk.sandbox.calls.map(({ to }) => to)).toEqual([VANCOUVER]);
  expect(waiting).toMatchObject({ state: "waiting", progress: { nextDueAt: MORNING + 2.5 * HOUR_MS } });
  desk.setTime(MORNING + 3 * HOUR_MS);
  expect((await desk.dialer.campaigns.run(campaign.name)).state).toBe("finished");
  expect(desk.sandbox.calls).toHaveLength(2);
});

it("a row's region takes the place of what its number tells: that region's hours hold", async () => {
  const desk = await openMorning();
  const rows = [
    { phone: "+12125550123", name: "Ann", region: "US-FL", timeZone: "America/New_York" },
    { phone: "+12125550124", name: "Ben" },
  ] as const;
  const hours = {
    hours: { daily: "09:00-12:00" },
    regions: { "US-FL": { hours: { daily: "11:00-12:00" } } },
  };
  const { campaign } = await desk.dialer.campaigns.import(listContacts(rows), { hours, retries: "none" });
  await desk.dialer.campaigns.run(campaign.name);
  expect(desk.sandbox.calls.map(({ to }) => to)).toEqual(["+12125550124"]);
  desk.setTime(MORNING + 2 * HOUR_MS);
  expect((await desk.dialer.campaigns.run(campaign.name)).state).toBe("finished");
  expect(desk.sandbox.calls).toHaveLength(2);
});

it("a row's caller ID is called from, and its agent calls", async () => {
  const desk = await openMorning();
  const agents = [SEEDED.agentId, SEEDED.sharingAgentId] as const;
  const numbers = (await desk.client.agents.get(agents[1])).attached_phone_numbers ?? [];
  const last = numbers.at(-1)?.number as string;
  const dialer = desk.another({ pool: agents.map((agentId) => ({ agentId, policy: FREE })) });
  const rows = [0, 1, 2].map((line) => ({
    phone: `+1212555012${line}` as const,
    name: "Ann",
    ...(line === 1 ? { callerId: last } : {}),
    ...(line === 2 ? { callerId: last, agentId: agents[1] } : {}),
  }));
  const { campaign } = await dialer.campaigns.import(listContacts(rows), { retries: "none" });
  expect((await dialer.campaigns.run(campaign.name)).state).toBe("finished");
  const calls = [...desk.sandbox.calls].sort((a, b) => a.to.localeCompare(b.to));
  expect(calls.map(({ from }) => from === last)).toEqual([false, true, true]);
  expect(calls.map(({ agentId }) => agentId)).toEqual([agents[0], agents[0], agents[1]]);
});

it("a row's tags go before the campaign's, and choose the number", async () => {
  const desk = await openMorning();
  const attached = (await desk.client.agents.get(SEEDED.agentId)).attached_phone_numbers ?? [];
  const brandOf = (number: string): string => (number === attached[0]?.number ? "acme" : "bolt");
  const pool = {
    agentId: SEEDED.agentId,
    policy: { route: { tags: ["brand"] }, ...FREE },
    describe: (number: (typeof attached)[number]) => ({ ...number, tags: { brand: brandOf(number.number) } }),
  };
  const dialer = desk.another({ pool });
  const tagsOf: readonly (Tags | undefined)[] = [undefined, { brand: "acme" }];
  const rows = tagsOf.map((tags, line) => ({
    phone: `+1212555012${line}` as const,
    name: "Ann",
    ...(tags === undefined ? {} : { tags }),
  }));
  const { campaign } = await dialer.campaigns.import(listContacts(rows), {
    retries: "none",
    tags: { brand: "bolt" },
  });
  expect((await dialer.campaigns.run(campaign.name)).state).toBe("finished");
  const brands = Object.fromEntries(desk.sandbox.calls.map(({ to, from }) => [to, brandOf(from)]));
  expect(brands).toEqual({ "+12125550120": "bolt", "+12125550121": "acme" });
});
