/** A script of this package: its name for messages, and its text. */
export interface RedisScript {
  readonly name: string;
  readonly text: string;
}

/** What an argument of a command may be. Numbers are written with all their digits. */
export type CommandArgument = string | number;

/** All that the store asks of a client library. */
export interface ScriptRunner {
  /**
   * Runs a script: EVALSHA, and where the server does not know it (any more) EVAL.
   *
   * @returns What the script answered: texts, whole numbers, `null`, and lists of them.
   * @throws PoolStoreError
   */
  run(script: RedisScript, keys: readonly string[], args: readonly CommandArgument[]): Promise<unknown>;
  /** Sends one command that has a key as its first argument. @throws PoolStoreError */
  call(command: string, ...args: readonly CommandArgument[]): Promise<unknown>;
}
