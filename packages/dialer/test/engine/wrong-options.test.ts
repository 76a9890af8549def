import { createClient } from "@dialpool/core";
import { SEEDED } from "@dialpool/sandbox";
import { openSqliteStore, type SqliteStore } from "@dialpool/store-sqlite";
import { afterEach, describe, expect, it } from "vitest";
import { createDialer, listContacts, parseCallingHours, parseRetryRules } from "../../src/index.js";
import { sqliteJournal } from "../../src/sqlite/index.js";
import { callees, openDesk } from "./desk.js";

type Loose = Readonly<Record<string, unknown>>;

let store: SqliteStore | undefined;
afterEach(() => {
  store?.close();
  store = undefined;
});

function rightOptions(): Loose {
  store = openSqliteStore({ path: ":memory:" });
  return {
    client: createClient({ apiKey: "unused", baseUrl: "http://127.0.0.1:9" }),
    store,
    journal: sqliteJournal(store),
    pool: { agentId: "agent" },
  };
}

const thrownBy = (make: () => unknown): string => {
  try {
    make();
  } catch (error) {
    expect(error).toMatchObject({ code: "config_invalid" });
    return (error as Error).message;
  }
  return "nothing";
};

describe("createDialer", () => {
  it("takes what is right, options that are undefined included", () => {
    const options = { ...rightOptions(), startRate: undefined, onAbsent: undefined, doNotCall: new Set() };
    expect(thrownBy(() => createDialer(options as never))).toBe("nothing");
  });

  it.each<[what: string, wrong: Loose, sentence: string]>([
    ["no client", { client: undefined }, "client: Is missing. createClient({ apiKey }) makes one."],
    [
      "a client without calls",
      { client: {} },
      "client: Is none: it has no calls and agents. createClient({ apiKey }) makes one.",
    ],
    ["no store", { store: undefined }, "store: Is missing."],
    [
      "a path for a store",
      { store: "state.db" },
      "store: Is none: it has no function load, acquire and settle.",
    ],
    ["no journal", { journal: undefined }, "journal: Is missing. sqliteJournal(store) makes one."],
    ["no pool", { pool: undefined }, "pool: Is missing. Give { agentId }."],
    [
      "an agent's id for a pool",
      { pool: "agent" },
      "pool: Must be { agentId } with policy and describe, or a list of such.",
    ],
    ["a pool without its agent", { pool: {} }, "pool.agentId: Must be an agent's id."],
    ["an empty list of pools", { pool: [] }, "pool: Give at least one."],
    ["another wish for who is absent", { onAbsent: "re-dial" }, "onAbsent: Must be leave or redial."],
    [
      "a list of whom not to call",
      { doNotCall: ["+14155550123"] },
      "doNotCall: Is none: it has no function has. readDoNotCall makes one",
    ],
    ["an option that there is not", { concurency: 5 }, "concurency: Unknown key; known here: client, pool,"],
    ["a rate of nothing", { startRate: 0 }, "startRate: Must be a number, from 0.001 to 100000, not 0."],
    [
      "a clock that only tells the time",
      { clock: { now: () => 0 } },
      "clock: Is none: it has no function sleep and random.",
    ],
    ["an id for all attempts", { createId: "a" }, "createId: Must be a function"],
    ["a word for yes", { sendAttemptId: "yes" }, "sendAttemptId: Must be true or false."],
    ["no URL", { webhookUrl: 7 }, "webhookUrl: Must be a URL, as a text."],
  ])("refuses %s", (_, wrong, sentence) => {
    const options = { ...rightOptions(), ...wrong };
    expect(thrownBy(() => createDialer(options as never))).toContain(sentence);
  });

  it("refuses a policy that is none, beside the pool and in it", () => {
    for (const wrong of [{ policy: "local" }, { pool: { agentId: "agent", policy: { ordr: "random" } } }])
      expect(() => createDialer({ ...rightOptions(), ...wrong } as never)).toThrow(
        expect.objectContaining({ name: "PolicyError" }),
      );
  });

  it("takes a client that is made when it is first asked for something", () => {
    const client = {
      get calls() {
        return expect.unreachable();
      },
      get agents() {
        return expect.unreachable();
      },
    };
    expect(thrownBy(() => createDialer({ ...rightOptions(), client } as never))).toBe("nothing");
  });

  it("names everything that is wrong at once", () => {
    const message = thrownBy(() => createDialer({ onAbsent: 1, pool: { agentID: "a" } } as never));
    for (const path of ["client", "store", "journal", "onAbsent", "pool.agentID", "pool.agentId"])
      expect(message).toContain(`${path}: `);
  });

  it.each([[undefined], [null], ["agent"], [[]]])("refuses %s for options", (options) => {
    expect(thrownBy(() => createDialer(options as never))).toContain(
      "Must be an object with client, pool, store and journal.",
    );
  });
});

it.each([["state.db"], [undefined], [{}]])("a journal is not made of %s", (wrong) => {
  expect(thrownBy(() => sqliteJournal(wrong as never))).toContain("openSqliteStore({ path }) opens one.");
});

it("a dialer's policy is that of each pool that brings none", async () => {
  const desk = await openDesk();
  const limits = { maxCallsPerCallee: null, minGapSeconds: null };
  const policy = { order: "random", limits: { ...limits, maxCallsPerDay: 1 } } as const;
  const own = { order: "random", limits: { ...limits, maxCallsPerDay: 2 } } as const;
  const pool = [{ agentId: SEEDED.agentId }, { agentId: SEEDED.sharingAgentId, policy: own }];
  const dialer = desk.another({ policy, pool });
  const placed = async (agentId: string) => {
    let count = 0;
    for (const phone of callees(100)) {
      const call = await dialer.call({ phone, name: "Ann", agentId });
      if (call.state === "placed") await call.finished();
      else return `${count}, then ${call.state}`;
      count++;
    }
    return count;
  };
  const numbers = async (id: string) =>
    (await desk.client.agents.get(id))?.attached_phone_numbers?.length ?? 0;
  expect(await placed(SEEDED.agentId)).toBe(`${await numbers(SEEDED.agentId)}, then refused`);
  // Numbers that both have carried a call each already.
  expect(await placed(SEEDED.sharingAgentId)).toBe(`${await numbers(SEEDED.sharingAgentId)}, then refused`);
});

describe("a campaign", () => {
  it.each<[what: string, wrong: Loose, sentence: string]>([
    ["an unknown preset of hours", { hours: "us-state" }, "The calling hours cannot be used."],
    [
      "hours that are none",
      { hours: { preset: "us-federal", hour: {} } },
      "The calling hours cannot be used. hour: Unknown key",
    ],
    ["a word for retry rules", { retries: "default" }, "The retry rules cannot be used."],
    ["a number for a name", { name: 7 }, "name: Must be a text that is not empty."],
    ["tags that are no texts", { tags: { brand: 7 } }, "tags.brand: Must be"],
    ["a word for again", { again: "yes" }, "again: Must be true or false."],
    ["no agent", { agentId: "" }, "agentId: Must be an agent's id."],
    ["an option that there is not", { rate: 1 }, "rate: Unknown key; known here: name, again,"],
  ])("is not made with %s, and nothing of its list is kept", async (_, wrong, sentence) => {
    const desk = await openDesk();
    const list = listContacts(callees(2).map((phone) => ({ phone, name: "Ann" })));
    await expect(desk.dialer.campaigns.import(list, wrong as never)).rejects.toThrow(sentence);
    expect(await desk.dialer.campaigns.list()).toEqual([]);
  });

  it.each([[[]], [undefined], ["list.csv"]])("is not made of %s", async (wrong) => {
    const desk = await openDesk();
    await expect(desk.dialer.campaigns.import(wrong as never)).rejects.toThrow(
      "listContacts makes one of an array.",
    );
  });

  it("takes hours and retry rules as they are written, and as they were read", async () => {
    const desk = await openDesk();
    const list = () => listContacts(callees(1).map((phone) => ({ phone, name: "Ann" })));
    const written = { hours: { preset: "us-federal" }, retries: "none" } as const;
    const wasRead = { hours: parseCallingHours(written.hours), retries: parseRetryRules(written.retries) };
    const { campaign: one } = await desk.dialer.campaigns.import(list(), { ...written, name: "written" });
    const again = { ...wasRead, name: "read", again: true };
    const { campaign: other } = await desk.dialer.campaigns.import(list(), again);
    expect(one.settings).toEqual(other.settings);
    expect(one.settings).toMatchObject({
      hours: { hours: { sunday: ["08:00-21:00"] } },
      retries: { maxAttempts: 1 },
    });
  });
});
