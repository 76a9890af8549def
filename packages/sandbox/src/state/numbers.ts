/** A phone number of the workspace as the sandbox keeps it. */
export interface NumberRecord {
  /** What paths and detaching use. Opaque: it need not be the digits of the number. */
  readonly slug: string;
  /** What `phone_numbers` and `from_phone_number` use. */
  readonly number: string;
  /** The carrier's id; null for a custom number. */
  readonly sid: string | null;
  readonly country: string | null;
  readonly region: string | null;
  readonly locality: string | null;
  readonly createdAt: number;
  updatedAt: number;
  settings: NumberSettings;
}

/** What a request may change. Trunk user and password are accepted and forgotten. */
export interface NumberSettings {
  readonly friendlyName: string | null;
  readonly provider: string | null;
  readonly terminationUri: string | null;
  readonly sipOutboundProxy: string | null;
  readonly sipAuthUsername: string | null;
  readonly uacEnabled: boolean;
  readonly uacRegisterExpires: number;
}

/** Settings of a number that nobody configured. */
export const DEFAULT_NUMBER_SETTINGS: NumberSettings = {
  friendlyName: null,
  provider: null,
  terminationUri: null,
  sipOutboundProxy: null,
  sipAuthUsername: null,
  uacEnabled: false,
  uacRegisterExpires: 300,
};

/** The slug that a number gets: its text without the leading `+`. */
export function slugOf(number: string): string {
  return number.replace(/^\+/, "");
}
