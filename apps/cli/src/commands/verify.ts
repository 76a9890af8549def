import { resolve } from "node:path";
import { type CallerIdLoad, loadByCallerId } from "../campaign/area-match.js";
import { type Attempt, foldResults } from "../campaign/fold-results.js";
import { readCallRecords } from "../campaign/read-call-records.js";
import { readResults } from "../campaign/results-file.js";
import { type ExtraCalls, type VerifiedAttempt, verifyResults } from "../campaign/verify-results.js";
import { usageError } from "../cli-error.js";
import type { CommandDefinition } from "../command.js";
import { EXIT, type ExitCode } from "../exit-codes.js";
import { presentVerification } from "../present/verification.js";

/** Flags of `verify`. */
export interface VerifyFlags {
  /** Only this run; default all runs of the file. */
  readonly run?: string;
  /** Seconds to wait for records that are not there yet. */
  readonly wait: number;
}

/** What `verify` found; its JSON document. */
export interface VerifyData {
  readonly resultsFile: string;
  /** Attempts that were placed or may have been. */
  readonly checked: number;
  readonly match: number;
  readonly different: number;
  readonly notShown: number;
  readonly missing: number;
  readonly unknown: number;
  readonly extra: readonly ExtraCalls[];
  readonly callerIds: readonly CallerIdLoad[];
  readonly attempts: readonly VerifiedAttempt[];
}

/** `verify RESULTS`: compares every call record's number with the selection. */
export const verify: CommandDefinition<[string], VerifyFlags, VerifyData> = {
  async run(context, flags, file) {
    const { io } = context;
    const resultsFile = resolve(io.cwd, file);
    const { events, damagedLines } = await readResults(resultsFile);
    if (damagedLines > 0) context.note(`${file}: ${damagedLines} line(s) cut short were passed over.`);
    const attempts = foldResults(events).attempts.filter(
      (attempt) => attempt.state !== "rejected" && (flags.run === undefined || attempt.run === flags.run),
    );
    if (flags.run !== undefined && !events.some((event) => event.run === flags.run)) {
      throw usageError(
        `${file} holds no run ${flags.run}; its runs are: ${[...new Set(events.map((event) => event.run))].join(", ")}.`,
      );
    }
    const records = [];
    for (const [agentId, ofAgent] of groupByAgent(attempts)) {
      const options = { clock: io, waitMs: flags.wait * 1000, signal: io.interrupted };
      records.push(...(await readCallRecords(context.client(), agentId, ofAgent, options)));
    }
    const { attempts: verified, extra } = verifyResults(attempts, records);
    const count = (verdict: VerifiedAttempt["verdict"]) =>
      verified.filter((attempt) => attempt.verdict === verdict).length;
    const data: VerifyData = {
      resultsFile,
      checked: verified.length,
      match: count("match"),
      different: count("different"),
      notShown: count("not_shown"),
      missing: count("missing"),
      unknown: count("unknown"),
      extra,
      callerIds: loadByCallerId(
        verified.flatMap(({ phone, used }) => (used === undefined ? [] : { phone, callerId: used })),
      ),
      attempts: verified,
    };
    return { data, exitCode: exitCodeOf(data) };
  },
  present: presentVerification,
};

function exitCodeOf({ different, extra, unknown, missing, notShown }: VerifyData): ExitCode {
  if (different > 0 || extra.length > 0) return EXIT.partial;
  if (unknown > 0) return EXIT.unknownOutcome;
  return missing + notShown > 0 ? EXIT.retryLater : EXIT.done;
}

function groupByAgent(attempts: readonly Attempt[]): ReadonlyMap<string, readonly Attempt[]> {
  const groups = new Map<string, Attempt[]>();
  for (const attempt of attempts) {
    const agent = attempt.agent ?? "";
    const group = groups.get(agent);
    if (group === undefined) groups.set(agent, [attempt]);
    else group.push(attempt);
  }
  return groups;
}
