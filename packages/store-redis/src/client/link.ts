/** The way to the server, whatever library it goes through. */
export interface Link {
  /**
   * Waits until the connection takes commands, so that none is queued that may be sent later, when its caller has given up.
   * Returns at once, without a promise, when it does.
   *
   * @throws PoolStoreError with `applied: "no"`.
   */
  ready(): Promise<void> | undefined;
  /**
   * Sends a command on the connection that the key belongs to.
   *
   * @throws Error of the library: an error reply of the server, or a failure of the connection.
   */
  send(key: string, command: string[]): Promise<unknown>;
}
