import { readmeExamples, runReadmeExample } from "@dialpool/config/readme-examples";
import { describe, expect, it } from "vitest";
import readme from "../README.md?raw";
import * as dialer from "../src/index.js";

const modules = { "@dialpool/dialer": dialer };
const examples = readmeExamples(readme);

describe("the README", () => {
  it("has examples", () => {
    expect(examples.length).toBeGreaterThan(3);
  });

  it.each(examples)("has an example on line $line that runs", async ({ code }) => {
    await runReadmeExample(code, modules, (actual, expected, line) => expect(actual, line).toEqual(expected));
  });
});
