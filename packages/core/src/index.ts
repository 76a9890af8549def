export { callStatus, isEnded } from "./call-status.js";
export { type Client, createClient } from "./client.js";
export {
  ApiError,
  type ApiErrorDetails,
  AuthenticationError,
  BadRequestError,
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
  ServerError,
  SynthflowError,
  TimeoutError,
  UnexpectedResponseError,
  ValidationError,
} from "./errors.js";
export type { components, operations, paths } from "./generated/schema.js";
export { type ClientOptions, REGION_BASE_URLS, type Region, type RequestOptions } from "./options.js";
export type { Listing, Page, PageParams } from "./paginate.js";
export type { Agents } from "./resources/agents.js";
export type { Calls } from "./resources/calls.js";
export type { Numbers } from "./resources/numbers.js";
export type { RawSynthflowClient } from "./resources/transport.js";
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
  DeletedAgent,
  GetAgentParams,
  ListCallsParams,
  ListNumbersParams,
  Pagination,
  PhoneNumber,
  PhoneNumberListItem,
  PlacedCall,
  PostCallEvent,
  StatusResponse,
  UpdateAgentRequest,
  UpdatePhoneNumberRequest,
} from "./types.js";
