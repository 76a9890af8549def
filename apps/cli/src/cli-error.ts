import {
  ApiError,
  AuthenticationError,
  ConfigError,
  ConnectionError,
  isCallOutcomeUnknownError,
  isSynthflowError,
  NotFoundError,
  PermissionError,
  RateLimitError,
  ServerError,
  TimeoutError,
} from "@dialpool/core";
import { isDialerError } from "@dialpool/dialer";
import { isPoolStrategiesError } from "@dialpool/pool-strategies";
import { isPoolStoreError } from "@dialpool/pool-strategies/store-kit";
import { EXIT, type ExitCode } from "./exit-codes.js";
import { adviceOnStore } from "./store/store-failure.js";

/** What a person is told when a command cannot be done: one sentence, one hint, one exit code. */
export class CliError extends Error {
  readonly exitCode: ExitCode;
  /** What to do next, as a sentence. */
  readonly hint?: string;

  constructor(
    exitCode: ExitCode,
    message: string,
    options: { readonly hint?: string; readonly cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "CliError";
    this.exitCode = exitCode;
    if (options.hint !== undefined) this.hint = options.hint;
  }
}

/** Wrong usage: exit 2. */
export function usageError(message: string, hint?: string): CliError {
  return new CliError(EXIT.usage, message, hint === undefined ? {} : { hint });
}

/** Turns whatever was thrown into what the person is told. */
export function toCliError(error: unknown): CliError {
  if (error instanceof CliError) return error;
  if (isDialerError(error)) return fromDialer(error);
  if (isPoolStrategiesError(error)) return new CliError(EXIT.config, error.message, { cause: error });
  if (isPoolStoreError(error)) {
    const { exitCode, hint } = adviceOnStore(error);
    return new CliError(exitCode, error.message, { hint, cause: error });
  }
  if (isSynthflowError(error)) return fromClient(error);
  const message = error instanceof Error ? error.message : String(error);
  return new CliError(EXIT.internal, `Unexpected failure: ${message}`, {
    hint: "This is a fault of dialpool. Run again with --debug and report what it prints.",
    cause: error,
  });
}

/** Whoever has no column of that name has one of another. */
function fromDialer(error: Error): CliError {
  const hint = / has no column «phone»/.test(error.message)
    ? { hint: "Say which column it is: --columns phone=COLUMN." }
    : {};
  return new CliError(EXIT.usage, error.message, { ...hint, cause: error });
}

function fromClient(error: Error): CliError {
  const [exitCode, hint] = classify(error);
  return new CliError(
    exitCode,
    error.message,
    hint === undefined ? { cause: error } : { hint, cause: error },
  );
}

function classify(error: Error): readonly [ExitCode, hint?: string | undefined] {
  if (isCallOutcomeUnknownError(error))
    return [EXIT.unknownOutcome, "Find it with `dialpool calls list` before you call again."];
  if (error instanceof ConfigError) return [EXIT.config];
  if (error instanceof AuthenticationError)
    return [EXIT.config, "Set SYNTHFLOW_API_KEY to a key of this workspace."];
  if (error instanceof PermissionError)
    return [EXIT.refused, "A workspace lives in one region: try --region us or --region eu."];
  if (error instanceof NotFoundError) return [EXIT.refused, hintForNotFound(error)];
  if (error instanceof RateLimitError) return [EXIT.retryLater];
  if (error instanceof ServerError || error instanceof TimeoutError || error instanceof ConnectionError)
    return [EXIT.retryLater];
  if (error instanceof ApiError) return [EXIT.refused];
  return [EXIT.internal];
}

/** Which id was not found depends on what was asked; none was looked for where the gateway knows no such path. */
function hintForNotFound({ operation, body }: NotFoundError): string | undefined {
  if (typeof body === "object" && body !== null && "error" in body) return undefined;
  switch (operation.id) {
    case "get-phone-call":
      return "Check the call's id; `dialpool calls list` shows the calls of an agent.";
    case "attach-phone-numbers-to-assistant":
      return "Check the numbers; `dialpool numbers list` shows those of the workspace.";
    case "get-numbers":
      return "Check the workspace's id.";
    default:
      return "Check the agent's id; `dialpool agents list` shows the agents this key can see.";
  }
}
