import type { AttachedPhoneNumber } from "@dialpool/core";
import type { E164, Grant, PolicyInput, PoolNumber, PoolStore, Refusal, Selection, Usage } from "./index.js";
import { createMemoryStore, parsePolicy, selectCallerId } from "./index.js";

declare const agent: { readonly attached_phone_numbers: AttachedPhoneNumber[] };
declare const selection: Selection;
declare const usage: Usage;

// What the API says of an agent's numbers is a pool as it stands.
const pool: readonly PoolNumber[] = agent.attached_phone_numbers;
selectCallerId({ pool, callee: "+14155550123", now: 0, random: () => 0 });
selectCallerId({ pool, callee: "+14155550123", now: 0, random: () => 0, policy: "localPresence", usage });

// A slug or a local number is not E.164.
// @ts-expect-error no plus sign
const slug: E164 = "my-number";
// @ts-expect-error no plus sign
selectCallerId({ pool, callee: "4155550123", now: 0, random: () => 0 });

// There is no such preset, order or level.
// @ts-expect-error
selectCallerId({ pool, callee: "+14155550123", now: 0, random: () => 0, policy: "cheapest" });
// @ts-expect-error
const order: PolicyInput = { order: "cheapest" };
// @ts-expect-error
const level: PolicyInput = { route: { localPresence: ["planet"] } };

// A parsed policy is an input again.
const again: PolicyInput = parsePolicy({});

// A refusal has no caller ID and a choice has no code until `ok` is looked at.
// @ts-expect-error
selection.callerId;
const narrowed: Grant | Refusal = selection.ok ? selection : selection;
const callerId: string | undefined = selection.ok ? selection.callerId : undefined;

// A memory store answers at once, and fits wherever any store fits.
const store = createMemoryStore();
const report: readonly string[] = store.load(
  { poolId: "a", numbers: pool, policy: again as never },
  { now: 0 },
).added;
const anyStore: PoolStore = store;
// @ts-expect-error any store may answer later
anyStore.load({ poolId: "a", numbers: pool, policy: parsePolicy({}) }, { now: 0 }).added;

export type Used = [typeof slug, typeof order, typeof level, typeof narrowed, typeof callerId, typeof report];
