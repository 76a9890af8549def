import { readmeExamples, runReadmeExample } from "@dialpool/config/readme-examples";
import { expect, it } from "vitest";
import page from "../../../docs/simulation.md?raw";
import * as geo from "../src/geo/index.js";
import * as simulation from "../src/simulate/index.js";

const modules = { "@dialpool/pool-strategies/geo": geo, "@dialpool/pool-strategies/simulate": simulation };

it.each(readmeExamples(page))(
  "docs/simulation.md has an example on line $line that runs",
  async ({ code }) => {
    await runReadmeExample(code, modules, (actual, expected, line) => expect(actual, line).toEqual(expected));
  },
);

it("docs/simulation.md has examples", () => {
  expect(readmeExamples(page)).toHaveLength(2);
});
