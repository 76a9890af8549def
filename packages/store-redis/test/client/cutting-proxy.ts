import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

/** Stands between a client and a server, and cuts the line when told. */
export class CuttingProxy implements AsyncDisposable {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #loses: (() => Promise<unknown>) | undefined;

  private constructor(target: number) {
    this.#server = createServer((inbound) => this.#join(inbound, connect(target, "127.0.0.1")));
  }

  static async to(target: number): Promise<CuttingProxy> {
    const proxy = new CuttingProxy(target);
    await new Promise<void>((resolve) => proxy.#server.listen(0, "127.0.0.1", resolve));
    return proxy;
  }

  get url(): string {
    return `redis://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /**
   * The next thing that the server says is lost, and with it the connection.
   *
   * @param meanwhile What is done before the client notices.
   */
  loseNextReply(meanwhile: () => Promise<unknown> = async () => {}): void {
    this.#loses = meanwhile;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #join(inbound: Socket, outbound: Socket): void {
    for (const socket of [inbound, outbound]) {
      this.#sockets.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => {
        inbound.destroy();
        outbound.destroy();
        this.#sockets.delete(socket);
      });
    }
    inbound.on("data", (data) => outbound.write(data));
    outbound.on("data", (data) => {
      const meanwhile = this.#loses;
      if (meanwhile === undefined) return void inbound.write(data);
      this.#loses = undefined;
      meanwhile().finally(() => inbound.destroy());
    });
  }
}
