import { type Issue, sentencesOf } from "@dialpool/pool-strategies/store-kit";

export type { Issue };

const BRAND = Symbol.for("@dialpool/dialer/error");

/** The stable codes of this package's errors. */
export type DialerErrorCode =
  | "config_invalid"
  | "contacts_unreadable"
  | "campaign_not_found"
  | "campaign_name_taken"
  | "clock_wrong";

/**
 * Base of every error that this package throws.
 *
 * Errors mean a broken promise, such as a wrong option or a file that can't be
 * read. A contact that is out of hours or a row that is rejected is no error:
 * it is a value.
 */
export abstract class DialerError extends Error {
  abstract readonly code: DialerErrorCode;
  /** Marks the error for {@link isDialerError}, in whichever copy of the package it was made. */
  readonly [BRAND] = true;

  override get name(): string {
    return this.constructor.name;
  }
}

/** An option or a set of rules does not say what it may say. Fix the named places. */
export class DialerConfigError extends DialerError {
  readonly code = "config_invalid";
  readonly issues: readonly Issue[];

  /** @param subject What is wrong, to begin the sentence with: `"The calling hours"`. */
  constructor(subject: string, issues: readonly Issue[]) {
    super(`${subject} cannot be used. ${sentencesOf(issues)}`);
    this.issues = issues;
  }
}

/** A list of contacts, or of numbers not to call, cannot be read as a whole. Mend the file; nothing was dialled. */
export class ContactsError extends DialerError {
  readonly code = "contacts_unreadable";
  /** The line at which reading stopped, from 1; absent when it is not about a line. */
  readonly line: number | undefined;

  constructor(message: string, line?: number) {
    super(message);
    this.line = line;
  }
}

/** The journal knows no such campaign, or its list is not read in yet. */
export class CampaignNotFoundError extends DialerError {
  readonly code = "campaign_not_found";

  constructor(campaignId: string) {
    super(
      `There is no campaign ${campaignId} in this file. Look at the list of campaigns for those that are.`,
    );
  }
}

/**
 * The machine's clock differs from the API's by more than a minute. Nothing was begun by it, and no call was taken for absent.
 * Set the clock, by a time service, and go on.
 */
export class ClockError extends DialerError {
  readonly code = "clock_wrong";
  /** How far the machine's clock is ahead of the API's, ms; negative: behind. */
  readonly aheadMs: number;

  constructor(aheadMs: number) {
    const distance = durationText(Math.abs(aheadMs));
    super(
      `This machine's clock is ${distance} ${aheadMs > 0 ? "ahead of" : "behind"} the API's. Nobody is called, and no call is taken for absent, until it is right: set it, best by a time service, and go on.`,
    );
    this.aheadMs = aheadMs;
  }
}

/** `90 seconds`, `7 minutes`, `3 hours`, `12 days`: whole ones, of the largest unit of which there are two. */
function durationText(ms: number): string {
  const units = [
    ["days", 86_400_000],
    ["hours", 3_600_000],
    ["minutes", 60_000],
  ] as const;
  const [name, length] = units.find(([, unitMs]) => ms >= 2 * unitMs) ?? ["seconds", 1_000];
  return `${Math.round(ms / length)} ${name}`;
}

/** Another list has the name that was given to this one. Nothing of this one was kept: give it a name of its own, or none. */
export class CampaignNameTakenError extends DialerError {
  readonly code = "campaign_name_taken";

  constructor(name: string) {
    super(
      `Another list has the name ${name}. Nothing of this one was kept: give it a name of its own, or leave the name out.`,
    );
  }
}

/**
 * Tells if a value is an error of this package, even one from another copy of it.
 *
 * @param code Only errors with this code.
 * @example isDialerError(error, "contacts_unreadable")
 */
export function isDialerError(value: unknown, code?: DialerErrorCode): value is DialerError {
  if (!(value instanceof Error) || !(BRAND in value)) return false;
  return code === undefined || ("code" in value && value.code === code);
}
