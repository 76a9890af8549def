/** Tells if a value is what there must be. */
export type Check = (value: unknown) => boolean;

/** A finite number from 0 up: an instant, or a virtual time. */
export const isInstant: Check = (value) => typeof value === "number" && Number.isFinite(value) && value >= 0;
export const isCount: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
export const isText: Check = (value) => typeof value === "string";
export const isOneOf =
  (names: readonly unknown[]): Check =>
  (value) =>
    names.includes(value);
export const isOptional =
  (isValue: Check): Check =>
  (value) =>
    value === undefined || isValue(value);
export const isListOf =
  (isValue: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(isValue);
export const isTupleOf =
  (...checks: readonly Check[]): Check =>
  (value) =>
    Array.isArray(value) &&
    value.length === checks.length &&
    checks.every((isValue, at) => isValue(value[at]));
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
/** By one loop: it may have thousands of entries, and is checked with every call. */
export const isRecordOf =
  (isValue: Check): Check =>
  (value) =>
    isObject(value) && Object.values(value).every(isValue);
export const isObjectOf =
  (shape: Readonly<Record<string, Check>>): Check =>
  (value) =>
    isObject(value) && Object.entries(shape).every(([key, isValue]) => isValue(value[key]));
