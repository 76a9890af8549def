import { type Issue, sentencesOf } from "@dialpool/pool-strategies/store-kit";

export type { Issue };

const BRAND = Symbol.for("@dialpool/dialer/error");

/** The stable codes of this package's errors. */
export type DialerErrorCode = "config_invalid" | "contacts_unreadable" | "campaign_not_found";

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
 * Tells if a value is an error of this package, even one from another copy of it.
 *
 * @param code Only errors with this code.
 * @example isDialerError(error, "contacts_unreadable")
 */
export function isDialerError(value: unknown, code?: DialerErrorCode): value is DialerError {
  if (!(value instanceof Error) || !(BRAND in value)) return false;
  return code === undefined || ("code" in value && value.code === code);
}
