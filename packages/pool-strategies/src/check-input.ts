import { isE164 } from "./e164.js";
import { InvalidInputError, type Issue, rejectInput } from "./errors.js";
import type { PoolNumber, Tags } from "./types.js";

/** The last instant that dates can express, epoch ms. */
const LAST_INSTANT = 8.64e15;
const MIN_WEIGHT = 0.01;
const MAX_WEIGHT = 1000;
/** Faults named in one error; a wrong list is wrong in the same way throughout. */
const MAX_ISSUES = 10;

/** Throws unless `now` is epoch milliseconds. */
export function checkInstant(now: number): void {
  if (Number.isFinite(now) && now >= 0 && now <= LAST_INSTANT) return;
  rejectInput("now", `Must be epoch milliseconds, not ${String(now)}.`);
}

/** Throws unless the callee is E.164. The number itself stays out of the message. */
export function checkCallee(callee: string): void {
  if (isE164(callee)) return;
  rejectInput("callee", "Must be a phone number in E.164 form, such as +14155550123.");
}

/** Draws once. Throws unless the draw lies in [0, 1). */
export function drawFrom(random: () => number): number {
  const draw = random();
  if (draw >= 0 && draw < 1) return draw;
  rejectInput("random", `Must give numbers from 0 up to, but not including, 1; it gave ${String(draw)}.`);
}

/** Throws unless every tag is a text or a list of texts. */
export function checkTags(tags: Tags | undefined): void {
  const issues = tagIssues(tags, "tags");
  if (issues.length > 0) throw new InvalidInputError(issues);
}

/** Throws when a pool names a slug twice, or a number has an attribute out of its range. */
export function checkNumbers(numbers: readonly PoolNumber[]): void {
  const seen = new Set<string>();
  const issues: Issue[] = [];
  for (const [index, number] of numbers.entries()) {
    const path = `numbers.${index}`;
    issues.push(...numberIssues(number, path));
    if (seen.has(number.slug))
      issues.push({ path: `${path}.slug`, message: `The slug "${number.slug}" occurs twice in the pool.` });
    seen.add(number.slug);
    if (issues.length >= MAX_ISSUES) break;
  }
  if (issues.length > 0) throw new InvalidInputError(issues);
}

function numberIssues(number: PoolNumber, path: string): readonly Issue[] {
  const issues = [...tagIssues(number.tags, `${path}.tags`)];
  const { slug, weight = 1, limits } = number;
  if (typeof slug !== "string" || slug === "")
    issues.push({ path: `${path}.slug`, message: "Must be a text that is not empty." });
  if (typeof number.number !== "string") issues.push({ path: `${path}.number`, message: "Must be a text." });
  if (!(weight >= MIN_WEIGHT && weight <= MAX_WEIGHT)) {
    issues.push({
      path: `${path}.weight`,
      message: `Must be from ${MIN_WEIGHT} to ${MAX_WEIGHT}, not ${String(weight)}.`,
    });
  }
  const limit = limits?.maxCallsPerDay ?? 0;
  if (!Number.isSafeInteger(limit) || limit < 0) {
    const message = `Must be a whole number of calls, 0 or more, or null for no limit, not ${String(limit)}.`;
    issues.push({ path: `${path}.limits.maxCallsPerDay`, message });
  }
  return issues;
}

function tagIssues(tags: Tags | undefined, path: string): readonly Issue[] {
  if (tags === undefined) return [];
  return Object.entries(tags)
    .filter(([, value]) => !isTagValue(value))
    .map(([key]) => ({ path: `${path}.${key}`, message: "Must be a text or a list of texts." }));
}

function isTagValue(value: unknown): boolean {
  return (
    typeof value === "string" || (Array.isArray(value) && value.every((text) => typeof text === "string"))
  );
}
