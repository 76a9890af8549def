import { writeFile } from "node:fs/promises";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { join } from "node:path";
import { startCluster, startRedis } from "@dialpool/redis-server";
import { describeRedisEngines } from "@dialpool/redis-server/vitest";
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from "vitest";
import { folderOf } from "../support/test-io.js";
import { runBinary, start, written } from "./binary.js";

const PASSWORD = "correct-horse-battery";
const WRONG = "wrong-horse-battery";

/** What the doctor says of an address; it asks no API. */
const doctorOf = (address: string, env: Readonly<Record<string, string>> = {}) =>
  runBinary(["store", "doctor"], {
    DIALPOOL_STORE: `${address}${address.includes("?") ? "&" : "?"}namespace=n`,
    ...env,
  });

/** A server on loopback that is no Redis. */
async function listenWith(onConnection: (socket: Socket) => void): Promise<string> {
  const server = createServer(onConnection);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return `redis://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe("an address at which there is no Redis", () => {
  it("is tried again later, when nobody answers or says anything", async () => {
    const sockets = new Set<Socket>();
    const silent = await listenWith((socket) => void sockets.add(socket));
    onTestFinished(() => sockets.forEach((socket) => void socket.destroy()));
    for (const address of ["redis://127.0.0.1:1", silent]) {
      const { exitCode, stdout, stderr } = await doctorOf(address);
      expect({ exitCode, stdout }).toEqual({ exitCode: 6, stdout: "" });
      expect(stderr).toMatch(
        /^Error: Cannot connect to redis:\/\/127\.0\.0\.1:\d+\/0: .+\.\nSee whether the server runs/,
      );
    }
  });

  it("is wrong configuration, when something else answers", async () => {
    const address = await listenWith((socket) => {
      socket.on("error", () => {});
      socket.end("HTTP/1.1 400 Bad Request\r\n\r\n");
    });
    const { exitCode, stderr } = await doctorOf(address);
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(/^Error: What answers at redis:\/\/127\.0\.0\.1:\d+\/0 is no Redis server\.\n/);
  });
});

describeRedisEngines({ describe, it, inject }, "a Redis with a password", (engine) => {
  let server: Awaited<ReturnType<typeof startRedis>>;
  beforeAll(async () => {
    server = await startRedis({ engine, password: PASSWORD });
  });
  afterAll(async () => {
    await server.stop();
    expect(written.join("")).not.toContain(PASSWORD);
    expect(written.join("")).not.toContain(WRONG);
  });
  const address = (password: string, more = "") =>
    `redis://:${password}@127.0.0.1:${new URL(server.url).port}${more}`;

  it("is used with the right one", async () => {
    const { exitCode, stderr } = await doctorOf(address(PASSWORD));
    expect(exitCode).toBe(0);
    expect(stderr).toBe("");
  });

  it.each([
    [
      "a wrong password",
      () => address(WRONG),
      /refuses this user and password\.\nCheck user, password and rights\./,
    ],
    ["none", () => address("").replace(":@", ""), /wants a password\.\nCheck user, password and rights\./],
    ["a database that it has not", () => address(PASSWORD, "/99"), /The server has no database 99\./],
    [
      "a cluster, which it is not",
      () => address(PASSWORD, "?cluster=true"),
      /is no cluster\.\nLeave \?cluster=true away/,
    ],
  ])("%s is wrong configuration, and nothing shows a password", async (_name, of, message) => {
    const { exitCode, stdout, stderr } = await runBinary([
      "usage",
      "--debug",
      "--store",
      `${of()}${of().includes("?") ? "&" : "?"}namespace=n`,
    ]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: "" });
    expect(stderr).toMatch(message);
  });

  it("that the configuration names is warned of if others can read it", async () => {
    const cwd = await folderOf({});
    const file = join(cwd, "dialpool.yaml");
    await writeFile(file, `store: { url: "${address(PASSWORD)}", namespace: n }\n`, { mode: 0o644 });
    const { exitCode, stderr } = await runBinary(["store", "doctor"], {}, cwd);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 0,
      stderr: `Warning: ${file} holds a secret and others can read it. Run: chmod 600 ${file}\n`,
    });
  });
});

describeRedisEngines({ describe, it, inject }, "a Redis", (engine) => {
  it("whose user may not choose a database is told which right is missing, not that the password is wrong", async () => {
    await using server = await startRedis({ engine, acl: [`dialer on >${PASSWORD} ~* +@all -select`] });
    const url = `${server.urlFor({ user: "dialer", password: PASSWORD })}/1?namespace=n`;
    const { exitCode, stdout, stderr } = await runBinary(["store", "doctor", "--store", url]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: "" });
    expect(stderr).toMatch(
      /lets this user in, but not run SELECT\. Grant it there: ACL SETUSER NAME \+select\./,
    );
    expect(stderr).not.toContain(PASSWORD);
  });

  it("with TLS is trusted by its authority, and not without", async () => {
    const server = await startRedis({ engine, tls: true });
    onTestFinished(() => server.stop());
    const cwd = await folderOf({ "ca.pem": server.ca ?? "" });
    const address = `rediss://127.0.0.1:${new URL(server.url).port}`;
    const trusted = await doctorOf(address, { NODE_EXTRA_CA_CERTS: join(cwd, "ca.pem") });
    expect(trusted).toMatchObject({ exitCode: 0, stderr: "" });
    const { exitCode, stderr } = await doctorOf(address);
    expect(exitCode).toBe(3);
    expect(stderr).toContain("certificate");
  });

  it("that runs as a Cluster keeps a state like any other", async () => {
    const cluster = await startCluster({ engine });
    onTestFinished(() => cluster.stop());
    const sandbox = start(["sandbox", "--speed", "1000", "--json"]);
    onTestFinished(() => void sandbox.child.kill("SIGKILL"));
    const { url, apiKey, agentId } = JSON.parse(await sandbox.nextLine()) as Record<
      "url" | "apiKey" | "agentId",
      string
    >;
    const env = {
      SYNTHFLOW_BASE_URL: url,
      SYNTHFLOW_API_KEY: apiKey,
      DIALPOOL_STORE: `redis://127.0.0.1:${cluster.ports[0]}?cluster=true`,
    };
    const choice = await runBinary(["select", "--agent", agentId, "--phone", "+14155550199", "--count"], env);
    expect(choice.exitCode).toBe(0);
    const { exitCode, stdout } = await runBinary(["store", "doctor"], env);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      /^1 pool, 40 numbers, 1 lease and 1 callee of .+\?cluster=true, namespace .+ were looked at\.\n/,
    );
  });

  it("is no place for calls and campaigns yet, and says so before anybody is called", async () => {
    const server = await startRedis({ engine });
    onTestFinished(() => server.stop());
    const cwd = await folderOf({ "list.csv": "phone,name\n+14155550100,Ann\n" });
    const env = {
      SYNTHFLOW_API_KEY: "key",
      SYNTHFLOW_BASE_URL: "http://127.0.0.1:1/v2",
      DIALPOOL_STORE: server.url,
    };
    for (const args of [
      ["campaign", "run", "list.csv", "--agent", "a"],
      ["call", "--agent", "a", "--phone", "+14155550199", "--name", "Ann"],
    ]) {
      const { exitCode, stdout, stderr } = await runBinary(args, env, cwd);
      expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
      expect(stderr).toMatch(
        /^Error: Calls and campaigns are written down in a file of this machine for now, and redis:/,
      );
    }
  });
});
