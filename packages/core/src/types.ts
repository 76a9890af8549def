import type { components, operations } from "./generated/schema.js";

type Schemas = components["schemas"];

/** An agent, and its pool where `agents.get` read it. */
export type Agent = Schemas["Agent"];
/** A number of an agent's pool: what may be a caller ID of its calls. */
export type AttachedPhoneNumber = Schemas["AttachedPhoneNumber"];
/** A call record. Read its status with `callStatus`, for it has two spellings. */
export type Call = Schemas["Call"];
/** The statuses that the API documents; others may come. */
export type CallStatus = Schemas["CallStatus"];
/** What `agents.create` takes. */
export type CreateAgentRequest = Schemas["CreateAgentRequest"];
/** What `agents.update` takes: fields left out stay. */
export type UpdateAgentRequest = Schemas["UpdateAgentRequest"];
/** What `calls.create` takes: who calls whom, and from which number. */
export type CreateCallRequest = Schemas["CreateCallRequest"];
/** A value for the agent's prompt, by its key. */
export type CustomVariable = Schemas["CustomVariable"];
/** What `numbers.createCustom` takes. */
export type CustomPhoneNumberRequest = Schemas["CustomPhoneNumberRequest"];
/** What `numbers.update` takes: fields left out stay. */
export type UpdatePhoneNumberRequest = Schemas["UpdatePhoneNumberRequest"];
/** A number of the workspace in full. */
export type PhoneNumber = Schemas["PhoneNumber"];
/** A number of the workspace as a list shows it: without its slug. */
export type PhoneNumberListItem = Schemas["PhoneNumberListItem"];
/** Where a page stands in its list. */
export type Pagination = Schemas["Pagination"];

/** A success that need not say more. Where the API answers with an empty body, there is no status. */
export type StatusResponse = Partial<Schemas["StatusResponse"]>;
/** What creating an agent answers: its id. */
export type CreatedAgent = Schemas["CreatedAgent"];
/** What bringing a number answers. */
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
