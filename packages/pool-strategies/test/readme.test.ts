import { readmeExamples, runReadmeExample } from "@dialpool/config/readme-examples";
import * as fastCheck from "fast-check";
import { describe, expect, it } from "vitest";
import readme from "../README.md?raw";
import * as conformance from "../src/conformance.js";
import * as geo from "../src/geo/index.js";
import * as main from "../src/index.js";
import * as simulation from "../src/simulate/index.js";
import * as transfer from "../src/transfer/index.js";

const modules = {
  "@dialpool/pool-strategies": main,
  "@dialpool/pool-strategies/conformance": conformance,
  "@dialpool/pool-strategies/geo": geo,
  "@dialpool/pool-strategies/simulate": simulation,
  "@dialpool/pool-strategies/transfer": transfer,
  "fast-check": fastCheck,
};
const examples = readmeExamples(readme);

describe("the README", () => {
  it("has examples", () => {
    expect(examples.length).toBeGreaterThan(4);
  });

  it.each(examples)("has an example on line $line that runs", async ({ code }) => {
    await runReadmeExample(code, modules, (actual, expected, line) => expect(actual, line).toEqual(expected));
  });
});
