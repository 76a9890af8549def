import { describe, expect, it } from "vitest";
import { conformanceTopics } from "../src/conformance/describe-pool-store.js";
import { Desk } from "../src/conformance/desk.js";
import { conformanceExtensions as extensions } from "../src/conformance/extensions.js";
import { conformancePlaces as geography } from "../src/conformance/places.js";
import { NaiveStore } from "./support/model/naive-store.js";

/** The model is asked by tests alone, so it does not check what it is given. */
const topics = conformanceTopics.filter(({ name }) => name !== "input");

describe("the model", () => {
  for (const { name, cases } of topics) {
    describe(name, () => {
      for (const { sentence, run, maxCallMs } of cases) {
        it(sentence, () => run(new Desk(new NaiveStore({ geography, extensions, maxCallMs })), expect));
      }
    });
  }
});
