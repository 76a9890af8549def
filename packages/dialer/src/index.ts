export {
  ContactsError,
  DialerConfigError,
  DialerError,
  type DialerErrorCode,
  type Issue,
  isDialerError,
} from "./errors.js";
