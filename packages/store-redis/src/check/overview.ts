import type { Answer } from "../namespace-client.js";
import type { CheckPass } from "./check-pass.js";

/** What `scripts/overview.lua` answers. */
export interface Overview {
  readonly isReadable: boolean;
  /** The namespace's time, epoch ms. */
  readonly now: number;
  /** Callees as the head counts them, and as many as are listed by age. */
  readonly headCallees: number;
  readonly callees: number;
  /** Leases that wait for their deadline. */
  readonly held: number;
  /** Members that wait to be looked at again. */
  readonly due: number;
  readonly chunks: readonly string[];
  /** Chunks of leases that are not listed as they must be. */
  readonly unlisted: readonly string[];
  readonly isOfOtherType: boolean;
  /** Whether `due` has the long member that keeps it quick, and how many others there are never due. */
  readonly isQuick: boolean;
  readonly neverDue: number;
  /** How the server throws keys out; empty: it does not. */
  readonly evicts: string;
  readonly pools: readonly (readonly (string | number | null)[])[];
}

/** Reads what there is to check; `undefined` for a state of another type. */
export async function readOverview(pass: CheckPass): Promise<Overview | undefined> {
  const answer = await ask(pass);
  if (answer[0] === "unreadable") return undefined;
  const [
    ,
    isReadable,
    now,
    headCallees,
    callees,
    held,
    due,
    chunks,
    unlisted,
    other,
    isQuick,
    never,
    evicts,
    ...pools
  ] = answer;
  return {
    isReadable: isReadable === "1",
    now: Number(now),
    headCallees: Number(headCallees),
    callees: Number(callees),
    held: Number(held),
    due: Number(due),
    chunks: String(chunks).split(","),
    unlisted: String(unlisted)
      .split(",")
      .filter((each) => each !== ""),
    isOfOtherType: other === "1",
    isQuick: isQuick === "1",
    neverDue: Number(never),
    evicts: String(evicts),
    pools: pools as Overview["pools"],
  };
}

/** Moves time on, as any verb does; if that fails, looks without. */
async function ask(pass: CheckPass): Promise<Answer> {
  const { client, scripts, now } = pass.parts;
  const what = "What every verb reads (the head, the numbers that are due)";
  const woken = await pass.attempt(what, () => client.verb(scripts.overview, now, [""]));
  if (woken !== undefined) return woken;
  pass.isStill = true;
  return client.verb(scripts.overview, now, ["1"], { isTimeless: true });
}

/** Checks what the overview tells by itself. */
export function checkOverview(pass: CheckPass, overview: Overview): void {
  const { isReadable, isOfOtherType, unlisted, headCallees, callees, neverDue, evicts } = overview;
  if (!isReadable) pass.found("engine", "The head of the namespace cannot be read.");
  if (isOfOtherType) pass.found("engine", "The list of pools or of leases is of another type.");
  for (const chunk of unlisted)
    pass.found(
      "index",
      `The list of leases is wrong at ${chunk.slice(0, 40)}: they would not be forgotten in time.`,
    );
  if (headCallees !== callees)
    pass.found("counts", `There should be ${headCallees} callees, and ${callees} are listed by age.`);
  if (neverDue > 0)
    pass.found("index", `${neverDue} that are never due are listed among what wakes numbers.`);
  if (evicts !== "")
    pass.found(
      "engine",
      `Redis throws keys out when its memory is full (maxmemory-policy ${evicts}), and limits with them. Set noeviction.`,
    );
}
