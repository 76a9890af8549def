/** Everything the program asks of the machine it runs on, so that tests can be the machine. */
export interface Io {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly stdin: InputStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Resolves after `ms`, or at once when the signal fires. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** The `fetch` for the API client; absent: the platform's. */
  readonly fetch?: (request: Request) => Promise<Response>;
  /** Asks a yes-or-no question; absent when there is no terminal to ask on. */
  readonly confirm?: (question: string) => Promise<boolean>;
  /** Told every secret that is read, so that it never shows on standard error. */
  readonly keepSecret?: (secret: string) => void;
  /** Fires at the first interrupt: finish what has begun, start nothing new. */
  readonly interrupted: AbortSignal;
  /** Told what is said when a second interrupt ends the process where it stands: a sentence on what becomes of what has begun. */
  readonly setLastWords?: (sentence: string) => void;
}

/** Where text goes. */
export interface OutputStream {
  readonly isTTY: boolean;
  /** Width of the terminal in characters; absent when there is none. */
  readonly columns?: number;
  write(text: string): void;
  /** Resolves when what was written has been taken, mostly; `false` once nobody reads any more. For output of any length. */
  drained?(): Promise<boolean>;
}

/** Where text comes from. */
export interface InputStream extends AsyncIterable<Uint8Array> {
  readonly isTTY: boolean;
}
