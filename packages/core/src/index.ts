export type { Middleware } from "openapi-fetch";
export { callStatus, isEnded } from "./call-status.js";
export { type Client, createClient } from "./client.js";
export {
  AbortedError,
  ApiError,
  type ApiErrorDetails,
  AuthenticationError,
  BadRequestError,
  type CallLookup,
  type CallOutcomeUnknownDetails,
  CallOutcomeUnknownError,
  ConfigError,
  ConnectionError,
  type ErrorIssue,
  isApiError,
  isCallOutcomeUnknownError,
  isSynthflowError,
  maskPhone,
  NotFoundError,
  type Operation,
  PermissionError,
  RateLimitError,
  type Sent,
  ServerError,
  SynthflowError,
  TimeoutError,
  type UnexpectedResponseDetails,
  UnexpectedResponseError,
  ValidationError,
} from "./errors.js";
export type { components, operations, paths } from "./generated/schema.js";
export { type ClientOptions, REGION_BASE_URLS, type Region, type RequestOptions } from "./options.js";
export type { Listing, Page, PageParams } from "./paginate.js";
export type { RawSynthflowClient } from "./raw.js";
export type { Reconciliation } from "./reconcile.js";
export type { Agents } from "./resources/agents.js";
export type { Calls, ListCallsOptions } from "./resources/calls.js";
export type { Numbers } from "./resources/numbers.js";
export type { RetryEvent } from "./retry.js";
export { isSameNumber } from "./same-number.js";
export type {
  Agent,
  AttachedPhoneNumber,
  AttachPhoneNumbers,
  Call,
  CallStatus,
  CreateAgentRequest,
  CreateCallRequest,
  CreatedAgent,
  CreatedCustomPhoneNumber,
  CustomPhoneNumberRequest,
  CustomVariable,
  GetAgentParams,
  ListCallsParams,
  ListNumbersParams,
  Pagination,
  PhoneNumber,
  PhoneNumberListItem,
  PlacedCall,
  StatusResponse,
  UpdateAgentRequest,
  UpdatePhoneNumberRequest,
} from "./types.js";
