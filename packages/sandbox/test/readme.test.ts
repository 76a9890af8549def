import { readFileSync } from "node:fs";
import { readmeExamples, runReadmeExample } from "@dialpool/config/readme-examples";
import { expect, it } from "vitest";
import * as sandbox from "../src/index.js";

const examples = readmeExamples(readFileSync(new URL("../README.md", import.meta.url), "utf8"));

it.each(examples)("the example at line $line runs as written", async ({ code }) => {
  await runReadmeExample(code, { "@dialpool/sandbox": sandbox }, (actual, expected) =>
    expect(actual).toEqual(expected),
  );
});
