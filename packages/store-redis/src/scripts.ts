import { type Script, scriptOf } from "./client/index.js";
import type { Journal } from "./journal.js";
import { linkLua } from "./link-lua.js";
import acquire from "./scripts/acquire.lua";
import calls from "./scripts/calls.lua";
import checkFields from "./scripts/check-fields.lua";
import checkGenerations from "./scripts/check-generations.lua";
import checkLeases from "./scripts/check-leases.lua";
import checkMembers from "./scripts/check-members.lua";
import checkRest from "./scripts/check-rest.lua";
import countBuckets from "./scripts/count-buckets.lua";
import counts from "./scripts/counts.lua";
import expire from "./scripts/expire.lua";
import flag from "./scripts/flag.lua";
import importBatch from "./scripts/import.lua";
import advance from "./scripts/lib/advance.lua";
import bucket from "./scripts/lib/bucket.lua";
import buffer from "./scripts/lib/buffer.lua";
import callee from "./scripts/lib/callee.lua";
import clock from "./scripts/lib/clock.lua";
import grant from "./scripts/lib/grant.lua";
import inspect from "./scripts/lib/inspect.lua";
import journal from "./scripts/lib/journal.lua";
import lease from "./scripts/lib/lease.lua";
import limits from "./scripts/lib/limits.lua";
import member from "./scripts/lib/member.lua";
import movedTo from "./scripts/lib/moved.lua";
import number from "./scripts/lib/number.lua";
import outcome from "./scripts/lib/outcome.lua";
import pick from "./scripts/lib/pick.lua";
import pool from "./scripts/lib/pool.lua";
import recorded from "./scripts/lib/recorded.lua";
import trace from "./scripts/lib/trace.lua";
import view from "./scripts/lib/view.lua";
import load from "./scripts/load.lua";
import overview from "./scripts/overview.lua";
import poolIds from "./scripts/pool-ids.lua";
import readBuckets from "./scripts/read-buckets.lua";
import readCallees from "./scripts/read-callees.lua";
import readLeases from "./scripts/read-leases.lua";
import readMembers from "./scripts/read-members.lua";
import readNumbers from "./scripts/read-numbers.lua";
import readPool from "./scripts/read-pool.lua";
import record from "./scripts/record.lua";
import scanNumbers from "./scripts/scan-numbers.lua";
import settle from "./scripts/settle.lua";
import snapshot from "./scripts/snapshot.lua";
import stage from "./scripts/stage.lua";
import sweep from "./scripts/sweep.lua";
import switchOver from "./scripts/switch.lua";
import usage from "./scripts/usage.lua";

/** Every script of a store, by verb. */
export interface Scripts {
  /** Acquires and settlements. */
  readonly calls: Script;
  readonly record: Script;
  readonly flag: Script;
  readonly usage: Script;
  readonly expire: Script;
  readonly load: Script;
  readonly readPool: Script;
  readonly poolIds: Script;
  readonly counts: Script;
  readonly overview: Script;
  readonly checkMembers: Script;
  readonly checkLeases: Script;
  readonly checkFields: Script;
  readonly checkRest: Script;
  readonly checkGenerations: Script;
  readonly countBuckets: Script;
  readonly snapshot: Script;
  readonly readMembers: Script;
  readonly readBuckets: Script;
  readonly readNumbers: Script;
  readonly scanNumbers: Script;
  readonly readLeases: Script;
  readonly readCallees: Script;
  readonly importBatch: Script;
  readonly switchOver: Script;
  readonly stage: Script;
  readonly sweep: Script;
}

/** What every verb is written over, in the order in which it is defined. */
const STATE = [buffer, movedTo, view, clock, number, limits, pool, bucket, member, advance];

/** The scripts as the server gets them: the libraries that each needs, and the verb at the end. */
export function scriptsOf({ onGrant, onSettle }: Journal = {}): Scripts {
  const script = (...parts: readonly string[]) => scriptOf(linkLua(parts));
  const question = (...parts: readonly string[]) => scriptOf(linkLua(parts), { repeatable: true });
  return {
    // The user's fragments come first, so that nothing of the libraries is in their sight, and stay as they were written.
    calls: scriptOf(
      [
        fragment("on_grant", onGrant),
        fragment("on_settle", onSettle),
        linkLua([...STATE, callee, lease, outcome, journal, pick, trace, grant, acquire, settle, calls]),
      ].join("\n"),
    ),
    record: script(...STATE, callee, lease, recorded, record),
    flag: script(...STATE, flag),
    usage: script(...STATE, usage),
    expire: script(...STATE, callee, lease, expire),
    load: script(...STATE, callee, lease, recorded, load),
    readPool: question(buffer, movedTo, pool, readPool),
    poolIds: question(buffer, movedTo, pool, poolIds),
    counts: question(buffer, movedTo, counts),
    overview: script(...STATE, inspect, overview),
    checkMembers: script(...STATE, inspect, checkMembers),
    checkLeases: question(...STATE, lease, inspect, checkLeases),
    checkFields: question(...STATE, callee, inspect, checkFields),
    checkRest: question(...STATE, inspect, checkRest),
    checkGenerations: question(buffer, movedTo, checkGenerations),
    countBuckets: question(...STATE, inspect, countBuckets),
    snapshot: script(...STATE, inspect, snapshot),
    readMembers: question(buffer, pool, bucket, member, inspect, readMembers),
    scanNumbers: question(buffer, scanNumbers),
    readBuckets: question(buffer, bucket, readBuckets),
    readNumbers: question(buffer, clock, number, readNumbers),
    readLeases: question(buffer, lease, readLeases),
    readCallees: question(buffer, callee, readCallees),
    importBatch: script(...STATE, callee, lease, importBatch),
    switchOver: script(buffer, movedTo, clock, switchOver),
    stage: script(buffer, movedTo, stage),
    // What is gone may be swept again. A full server refuses whatever takes memory, and it is full of what is to be swept, perhaps.
    sweep: scriptOf(linkLua([buffer, movedTo, clock, sweep]), { unnumbered: true }),
  };
}

function fragment(name: string, body: string | undefined): string {
  return body === undefined
    ? `local ${name}`
    : `local ${name} = function(call, args, key, veto)\n${body}\nend`;
}
