import { describe, expect, it } from "vitest";
import { bundledApi } from "../src/spec/bundled-api.js";
import { bundledSpec } from "../src/spec/document.js";

type Examples = Readonly<Record<string, { readonly value: unknown }>>;
interface Content {
  readonly content?: { readonly "application/json"?: { readonly examples?: Examples } };
}
interface Operation {
  readonly operationId: string;
  readonly requestBody?: Content;
  readonly responses: Readonly<Record<string, Content>>;
}

const { operations, validators } = bundledApi();
const raw = Object.values(bundledSpec().paths)
  .flatMap((item) => Object.values(item) as Operation[])
  .filter((operation) => operation.operationId !== undefined);

function examplesOf(content: Content | undefined): readonly unknown[] {
  return Object.values(content?.content?.["application/json"]?.examples ?? {}).map(({ value }) => value);
}

describe("the bundled spec", () => {
  it("has the fifteen operations", () => {
    expect(operations).toHaveLength(15);
    expect(new Set(operations.map(({ id }) => id)).size).toBe(15);
  });

  it.each(raw.map((operation) => [operation.operationId, operation] as const))(
    "%s: the validators take the examples of requests and answers",
    (id, operation) => {
      const validator = validators.get(id);
      for (const body of examplesOf(operation.requestBody)) expect(validator?.body(body)).toEqual([]);
      for (const body of examplesOf(operation.responses["200"])) {
        expect(validator?.response(200, body)).toBeUndefined();
      }
    },
  );

  it("sees an answer that breaks it", () => {
    const validator = validators.get("get-phone-call");
    expect(validator?.response(200, { status: "ok", response: {} })).toContain("calls");
    expect(validator?.response(302, {})).toBe("get-phone-call does not document status 302");
  });
});
