/** Marks our errors, so that the guard works across copies of the package. */
const BRAND = Symbol.for("@dialpool/sandbox/error");

/** Base of every error this package throws. `code` is stable; messages are not. */
export abstract class SandboxError extends Error {
  abstract readonly code: string;
  readonly [BRAND] = true;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** An option is wrong. Thrown when the sandbox is made, or when limits or faults are set. */
export class SandboxConfigError extends SandboxError {
  readonly code = "config_invalid";
  constructor(
    /** The option's name. */
    readonly option: string,
    message: string,
  ) {
    super(message);
  }
}

/** The sandbox could not listen: the port is taken (`port_in_use`), or another reason (`listen_failed`). */
export class ListenError extends SandboxError {
  constructor(
    readonly code: "port_in_use" | "listen_failed",
    readonly port: number,
    message: string,
    options: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** A fault interrupted a request made without a socket: what `fetch` would reject with. */
export class SimulatedConnectionError extends SandboxError {
  readonly code = "ECONNRESET";
}

/** Whether `error` is one of this package's errors, whichever copy of the package threw it. */
export function isSandboxError(error: unknown): error is SandboxError {
  return typeof error === "object" && error !== null && BRAND in error;
}
