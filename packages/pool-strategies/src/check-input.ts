import { isE164 } from "./e164.js";
import { InvalidInputError, type Issue, rejectInput } from "./errors.js";
import { numberLimitIssues } from "./policy.js";
import { isTagValue } from "./routes/tags.js";
import type { CallOutcome, PoolNumber, Tags } from "./types.js";

/** The last instant that dates can express, epoch ms. */
const LAST_INSTANT = 8.64e15;
const MIN_WEIGHT = 0.01;
const MAX_WEIGHT = 1000;
const MAX_TIER = 8;
/** Characters of an imported identifier: the longest SIP addresses stay far below. */
const MAX_IDENTIFIER = 256;
/** Faults named in one error; a wrong list is wrong in the same way throughout. */
const MAX_ISSUES = 10;

function isInstant(value: unknown): boolean {
  return typeof value === "number" && value >= 0 && value <= LAST_INSTANT;
}

/** Throws unless an instant is epoch milliseconds. */
export function checkInstant(instant: number, path = "now"): void {
  if (!isInstant(instant)) rejectInput(path, `Must be epoch milliseconds, not ${String(instant)}.`);
}

const DIGIT_0 = 48;
const PLUS = 43;
/** E.164: 2 to 15 digits. */
const MIN_DIGITS = 2;
const MAX_DIGITS = 15;

/**
 * The digits of a callee as a number: 15 of them are exact in a double. Throws
 * unless it is E.164. The number itself stays out of the message.
 */
export function calleeKeyOf(callee: string): number {
  const length = typeof callee === "string" ? callee.length : 0;
  let key = 0;
  if (length > MIN_DIGITS && length <= MAX_DIGITS + 1 && callee.charCodeAt(0) === PLUS) {
    for (let at = 1; at < length; at++) {
      const digit = callee.charCodeAt(at) - DIGIT_0;
      const isDigit = digit >= 0 && digit <= 9 && (digit > 0 || at > 1);
      if (!isDigit) return rejectCallee();
      key = key * 10 + digit;
    }
    return key;
  }
  return rejectCallee();
}

function rejectCallee(): never {
  rejectInput("callee", "Must be a phone number in E.164 form, such as +14155550123.");
}

const OUTCOMES: Readonly<Record<CallOutcome, true>> = {
  answered: true,
  voicemail: true,
  "no-answer": true,
  busy: true,
  failed: true,
  blocked: true,
  canceled: true,
  unknown: true,
};

/** Throws unless it is an outcome. */
export function checkOutcome(outcome: CallOutcome): void {
  if (Object.hasOwn(OUTCOMES, outcome)) return;
  rejectInput("outcome", `Must be one of ${Object.keys(OUTCOMES).join(", ")}.`);
}

/** Throws unless it is a whole number from 0 up, `max` included. */
export function checkCount(path: string, value: number, max: number): void {
  checkRange(path, value, 0, max);
}

/** Throws unless a whole number lies in a range, both ends included. */
export function checkRange(path: string, value: number, min: number, max: number, unit = ""): void {
  if (Number.isInteger(value) && value >= min && value <= max) return;
  rejectInput(
    path,
    `Must be a whole number from ${min} to ${max}${unit && ` ${unit}`}, not ${String(value)}.`,
  );
}

/** Draws as often as is needed. */
export function drawsFrom(random: () => number, count: number): readonly number[] {
  if (count === 0) return NO_DRAWS;
  return count === 1 ? [drawFrom(random)] : [drawFrom(random), drawFrom(random)];
}

const NO_DRAWS: readonly number[] = Object.freeze([]);

/** Draws once. Throws unless the draw lies in [0, 1). */
export function drawFrom(random: () => number): number {
  const draw = random();
  if (draw >= 0 && draw < 1) return draw;
  rejectInput("random", `Must give numbers from 0 up to, but not including, 1; it gave ${String(draw)}.`);
}

/** Throws because `load` was given no `random`, and the order draws for newcomers. */
export function rejectNoDraw(): never {
  rejectInput("random", "The order weighted-random draws for each number that joins. Pass `random` to load.");
}

/** Throws unless every tag is a text or a list of texts. */
export function checkTags(tags: Tags | undefined): void {
  if (tags === undefined || isPlain(tags)) return;
  const issues = tagIssues(tags, "tags");
  if (issues.length > 0) throw new InvalidInputError(issues);
}

/** Whether every value is one text, as nearly always. */
function isPlain(tags: Tags): boolean {
  for (const key in tags) if (typeof tags[key] !== "string") return false;
  return true;
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

/**
 * Tells if a text may be a caller ID.
 *
 * What begins with a plus sign is a phone number, and must be E.164 in form. What does not is an imported identifier, which the API
 * wants back exactly as it gave it (`sip:desk@example.com`).
 */
function isCallerId(text: unknown): boolean {
  if (typeof text !== "string" || text.startsWith("+")) return isE164(text);
  return text.length <= MAX_IDENTIFIER && text !== "" && !/^\s|\s$|\p{Cc}/u.test(text);
}

function numberIssues(number: PoolNumber, path: string): readonly Issue[] {
  const issues = [...tagIssues(number.tags, `${path}.tags`)];
  const { slug, weight = 1, tier = 1, activeSince, limits } = number;
  if (typeof slug !== "string" || slug === "")
    issues.push({ path: `${path}.slug`, message: "Must be a text that is not empty." });
  if (!isCallerId(number.number))
    issues.push({
      path: `${path}.number`,
      message: `The number of the slug "${String(slug)}" must be a phone number in E.164 form, such as +14155550123, or an identifier of 1 to ${MAX_IDENTIFIER} characters without a plus sign before it, spaces around it or control characters.`,
    });
  if (!(weight >= MIN_WEIGHT && weight <= MAX_WEIGHT)) {
    issues.push({
      path: `${path}.weight`,
      message: `Must be from ${MIN_WEIGHT} to ${MAX_WEIGHT}, not ${String(weight)}.`,
    });
  }
  if (!Number.isInteger(tier) || tier < 1 || tier > MAX_TIER)
    issues.push({ path: `${path}.tier`, message: `Must be a whole number from 1 to ${MAX_TIER}.` });
  if (activeSince !== undefined && !isInstant(activeSince))
    issues.push({ path: `${path}.activeSince`, message: "Must be epoch milliseconds." });
  if (limits !== undefined) issues.push(...numberLimitIssues(limits, `${path}.limits`));
  return issues;
}

function tagIssues(tags: Tags | undefined, path: string): readonly Issue[] {
  if (tags === undefined) return [];
  return Object.entries(tags)
    .filter(([, value]) => !isTagValue(value))
    .map(([key]) => ({ path: `${path}.${key}`, message: "Must be a text or a list of texts." }));
}
