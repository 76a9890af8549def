import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { describe, expect, it } from "vitest";
import { type CliOptions, useSandbox } from "../support/cli.js";

const sandbox = useSandbox();
const A = "+14155550101";

/** A loopback port on which nothing listens any more. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

interface Case {
  readonly name: string;
  readonly args: (agentId: string) => readonly string[];
  readonly options?: () => CliOptions;
  readonly exitCode: number;
  readonly stderr: RegExp;
}

const CASES: readonly Case[] = [
  {
    name: "no key",
    args: () => ["agents", "list"],
    options: () => ({ env: {} }),
    exitCode: 3,
    stderr: /^Error: There is no API key\.\nSet the environment variable SYNTHFLOW_API_KEY/,
  },
  {
    name: "an empty key",
    args: () => ["agents", "list"],
    options: () => ({ env: { SYNTHFLOW_API_KEY: "" } }),
    exitCode: 3,
    stderr: /There is no API key/,
  },
  {
    name: "a key with a line break inside",
    args: () => ["agents", "list"],
    options: () => ({ env: { SYNTHFLOW_API_KEY: "sk-0123\n456789" } }),
    exitCode: 3,
    stderr: /^Error: apiKey is missing, or holds spaces or characters that no API key has/,
  },
  {
    name: "a wrong key",
    args: () => ["agents", "list"],
    options: () => ({ env: { SYNTHFLOW_API_KEY: "wrong-key-0123456789", SYNTHFLOW_BASE_URL: sandbox.url } }),
    exitCode: 3,
    stderr: /refused with 401.*\nSet SYNTHFLOW_API_KEY to a key of this workspace\.\n$/,
  },
  { name: "no agent", args: () => ["pool", "show"], exitCode: 2, stderr: /Which agent\?/ },
  {
    name: "an unknown agent",
    args: () => ["pool", "show", "--agent", "00000000-0000-4000-8000-000000000000"],
    exitCode: 4,
    stderr: /dialpool agents list/,
  },
  {
    name: "an agent's id that is none",
    args: () => ["pool", "show", "--agent", "../numbers"],
    exitCode: 4,
    stderr: /^Error: GET /,
  },
  {
    name: "a callee of letters",
    args: (agent) => ["select", "--agent", agent, "--phone", "1-800-FLOWERS"],
    exitCode: 2,
    stderr: /has letters/,
  },
  {
    name: "a callee without a country",
    args: (agent) => ["select", "--agent", agent, "--phone", "4155550199"],
    exitCode: 2,
    stderr: /has no country/,
  },
  {
    name: "an empty name",
    args: (agent) => ["call", "--agent", agent, "--phone", A, "--name", " "],
    exitCode: 2,
    stderr: /--name is empty/,
  },
  {
    name: "a variable that every call carries already",
    args: (agent) => [
      ...["call", "--agent", agent, "--phone", A, "--name", "Ann"],
      ...["--variable", "attempt_id=1"],
    ],
    exitCode: 2,
    stderr:
      /--variable attempt_id: every call carries its attempt's id under that name\.\nName yours otherwise/,
  },
  {
    name: "an unknown policy",
    args: (agent) => ["select", "--agent", agent, "--phone", A, "--policy", "fair"],
    exitCode: 2,
    stderr: /\nPresets: balanced, localPresence, .*, stateless\.\n$/,
  },
  {
    name: "a policy file with a wrong key",
    args: (agent) => ["select", "--agent", agent, "--phone", A, "--policy", "p.yaml"],
    options: () => ({ files: { "p.yaml": "route: { localPresnce: [any] }\n" } }),
    exitCode: 3,
    stderr:
      /p\.yaml: The policy is not valid\..*route\.localPresnce: Unknown key; known here: tags, rules, localPresence,/,
  },
  {
    name: "a policy file that is not YAML",
    args: (agent) => ["select", "--agent", agent, "--phone", A, "--policy", "p.yaml"],
    options: () => ({ files: { "p.yaml": "order: [random\n" } }),
    exitCode: 3,
    stderr: /p\.yaml, line \d+: this is not valid YAML/,
  },
  {
    name: "a broken configuration",
    args: () => ["agents", "list"],
    options: () => ({ config: "agent: [x\n" }),
    exitCode: 3,
    stderr: /dialpool\.yaml, line \d+: this is not valid YAML/,
  },
  {
    name: "a configured weight that no number may have",
    args: (agent) => ["select", "--agent", agent, "--phone", A],
    options: () => ({ config: `numbers: { "${A}": { weight: -1 } }\n` }),
    exitCode: 3,
    stderr: /weight is not as expected: it must be a number from 0\.01 to 1000/,
  },
  {
    name: "base URL and region at once",
    args: () => ["agents", "list", "--base-url", "http://127.0.0.1/v2", "--region", "eu"],
    exitCode: 2,
    stderr: /either a base URL or a region, not both: --base-url and --region/,
  },
  {
    name: "a base URL and a region in the configuration",
    args: () => ["agents", "list"],
    options: () => ({
      env: { SYNTHFLOW_API_KEY: sandbox.apiKey },
      config: "baseUrl: http://127.0.0.1/v2\nregion: eu\n",
    }),
    exitCode: 3,
    stderr: /either a base URL or a region, not both: baseUrl and region of the configuration file/,
  },
  {
    name: "a base URL in the environment that is none",
    args: () => ["agents", "list"],
    options: () => ({ env: { SYNTHFLOW_API_KEY: sandbox.apiKey, SYNTHFLOW_BASE_URL: "synthflow" } }),
    exitCode: 3,
    stderr: /is not a URL.*\nThe base URL comes from SYNTHFLOW_BASE_URL\.\n$/,
  },
  {
    name: "a base URL that is none",
    args: () => ["agents", "list", "--base-url", "synthflow"],
    exitCode: 3,
    stderr: /is not a URL/,
  },
  {
    name: "a call that does not exist",
    args: () => ["calls", "show", "00000000-0000-4000-8000-000000000000"],
    exitCode: 4,
    stderr: /dialpool calls list/,
  },
];

describe("bad input gives one sentence, a hint, and its exit code", () => {
  it.each(CASES)("$name", async ({ args, options, exitCode, stderr }) => {
    const agentId = await sandbox.agentWith([A]);
    const result = await sandbox.cli(args(agentId), options?.());
    expect(result).toMatchObject({ exitCode, stdout: "", stderr: expect.stringMatching(stderr) });
    expect(result.stderr.trim().split("\n").length).toBeLessThanOrEqual(2);
  });

  it("a host that is not there", async () => {
    const url = `http://127.0.0.1:${await closedPort()}/v2`;
    const { exitCode, stderr } = await sandbox.cli(["agents", "list", "--base-url", url]);
    expect(exitCode).toBe(6);
    expect(stderr).toMatch(/^Error: Cannot connect for GET .*ECONNREFUSED/);
  });

  it("a base URL without its version", async () => {
    const { exitCode, stderr } = await sandbox.cli(["agents", "list"], {
      env: { SYNTHFLOW_API_KEY: sandbox.apiKey, SYNTHFLOW_BASE_URL: sandbox.url.replace("/v2", "") },
    });
    expect(exitCode).toBe(4);
    expect(stderr).toMatch(/Check the base URL: it ends in \/v2\.\n$/);
  });

  it("an empty pool", async () => {
    const agentId = await sandbox.agentWith([], "Acme sales");
    const { exitCode, stderr } = await sandbox.cli(["select", "--agent", agentId, "--phone", A]);
    expect(exitCode).toBe(4);
    expect(stderr).toContain(
      "The pool of Acme sales is empty: there is no number to call from.\nAttach one: dialpool pool attach",
    );
  });

  it("an inbound agent", async () => {
    const { model_id: agentId } = await sandbox
      .client()
      .agents.create({ type: "inbound", name: "Desk", agent: { prompt: "Hello." } });
    const { exitCode, stderr } = await sandbox.cli(["select", "--agent", agentId, "--phone", A]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("Desk is an inbound agent");
  });
});
