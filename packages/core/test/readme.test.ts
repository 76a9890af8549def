import { readFileSync } from "node:fs";
import { readmeExamples, runReadmeExample } from "@dialpool/config/readme-examples";
import * as sandboxModule from "@dialpool/sandbox";
import { describe, expect, it } from "vitest";
import * as core from "../src/index.js";
import * as OPERATIONS from "../src/operations.js";
import { NUMBERS } from "../src/options.js";
import * as tracingModule from "../src/tracing.js";
import * as webhooksModule from "../src/webhooks/index.js";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const examples = readmeExamples(readme);

/** The package, whose clients reach a sandbox unless the example brings its own `fetch`. */
function modules() {
  const { apiKey, fetch } = sandboxModule.createSandbox({ validateResponses: true });
  const createClient = (options: core.ClientOptions) =>
    core.createClient(options.fetch === undefined ? { ...options, apiKey, fetch } : options);
  return {
    "@dialpool/core": { ...core, createClient },
    "@dialpool/core/tracing": tracingModule,
    "@dialpool/core/webhooks": webhooksModule,
    "@dialpool/sandbox": sandboxModule,
  };
}

describe("the README", () => {
  it("has examples, and a first one of ten lines or fewer", () => {
    expect(examples.length).toBeGreaterThan(4);
    expect(examples[0]?.code.trim().split("\n").length).toBeLessThanOrEqual(10);
  });

  it.each(examples)("has an example on line $line that runs", async ({ code }) => {
    await runReadmeExample(code, modules(), (actual, expected, line) =>
      expect(actual, line).toEqual(expected),
    );
  });

  it.each(Object.values(OPERATIONS))("lists $method $path", ({ method, path }) => {
    expect(readme).toContain(`${method} \`${path.replace("{phone_number_slug}", "{slug}")}\``);
  });

  const optionNames = Object.keys(NUMBERS);
  it.each(optionNames)("names the option %s", (name) => {
    expect(readme).toContain(`| \`${name}\``);
  });

  const errorNames = Object.keys(core).filter((name) => name.endsWith("Error") && !name.startsWith("is"));
  it.each(errorNames)("names %s", (name) => {
    expect(readme).toContain(`\`${name}\``);
  });
});
