import type { components, operations } from "./generated/schema.js";

type Schemas = components["schemas"];

export type Agent = Schemas["Agent"];
export type AttachedPhoneNumber = Schemas["AttachedPhoneNumber"];
export type Call = Schemas["Call"];
export type CallStatus = Schemas["CallStatus"];
export type CreateAgentRequest = Schemas["CreateAgentRequest"];
export type UpdateAgentRequest = Schemas["UpdateAgentRequest"];
export type CreateCallRequest = Schemas["CreateCallRequest"];
export type CustomVariable = Schemas["CustomVariable"];
export type CustomPhoneNumberRequest = Schemas["CustomPhoneNumberRequest"];
export type UpdatePhoneNumberRequest = Schemas["UpdatePhoneNumberRequest"];
export type PhoneNumber = Schemas["PhoneNumber"];
export type PhoneNumberListItem = Schemas["PhoneNumberListItem"];
export type Pagination = Schemas["Pagination"];

/** A success that need not say more. Where the API answers with an empty body, there is no status. */
export type StatusResponse = Partial<Schemas["StatusResponse"]>;
export type CreatedAgent = Schemas["CreatedAgent"];
export type CreatedCustomPhoneNumber = Schemas["CreatedCustomPhoneNumber"];

/** What placing a call answers: the call's id and, when the API says it, the seconds until it starts. */
export type PlacedCall = Schemas["PlacedCall"] & { readonly eta?: number };

type ListCallsQuery = NonNullable<operations["list-calls"]["parameters"]["query"]>;
type ListNumbersQuery = NonNullable<operations["get-numbers"]["parameters"]["query"]>;
type GetAgentQuery = NonNullable<operations["get-assistant"]["parameters"]["query"]>;

/** Filters of the call list, by the vendor's names. `from_date` and `to_date` are epoch milliseconds. */
export type ListCallsParams = ListCallsQuery;
/** Filters of the workspace's numbers, by the vendor's names. */
export type ListNumbersParams = ListNumbersQuery;
/** What `agents.get` may ask for besides. */
export type GetAgentParams = GetAgentQuery;

/**
 * Numbers to attach, by value or by slug: exactly one of the two.
 *
 * `never` on the other field makes both at once a type error even where
 * TypeScript's excess-property check does not look.
 */
export type AttachPhoneNumbers =
  | { readonly phone_numbers: readonly string[]; readonly phone_number_slugs?: never }
  | { readonly phone_number_slugs: readonly string[]; readonly phone_numbers?: never };
