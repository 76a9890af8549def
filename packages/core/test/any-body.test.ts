import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createClientIn } from "../src/client.js";
import { isSynthflowError } from "../src/index.js";
import { ROWS } from "./support/every-method.js";
import { testRuntime } from "./support/test-runtime.js";

/** Values that look like answers: the vendor's names, with anything under them. */
const shaped = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.jsonValue(),
    tie("object"),
    fc.array(tie("value"), { maxLength: 3 }),
  ),
  object: fc.dictionary(
    fc.constantFrom(
      ...["status", "response", "detail", "error", "message", "loc", "msg", "request_id", "pagination"],
      ...["total_records", "assistants", "calls", "phone_numbers", "model_id", "call_id", "slug", "key"],
    ),
    tie("value"),
    { maxKeys: 4 },
  ),
})).value;

const body = fc.oneof(
  shaped.map((value) => JSON.stringify(value)),
  fc.json().map((json) => json.slice(0, -1)),
  fc.string({ unit: "binary" }),
);
const status = fc.constantFrom(200, 200, 200, 201, 204, 304, 400, 404, 409, 422, 429, 500, 503);
const retryAfter = fc.oneof(fc.string({ unit: "grapheme-ascii" }), fc.nat().map(String));

describe("whatever the API answers", () => {
  it.each(ROWS)("$name gives a value or an error of ours", async ({ run, operation }) => {
    await fc.assert(
      fc.asyncProperty(status, body, retryAfter, async (given, text, wait) => {
        const noBody = given === 204 || given === 304;
        let requests = 0;
        const client = createClientIn(testRuntime(), {
          apiKey: "sk_test_0123456789",
          fetch: async () => {
            requests++;
            return new Response(noBody ? null : text, { status: given, headers: { "Retry-After": wait } });
          },
        });
        await run(client).then(
          (value) => expect(value).toBeDefined(),
          (error: unknown) => {
            if (!isSynthflowError(error)) throw error;
            expect(error).toMatchObject({ operation: { id: operation.id } });
          },
        );
        // A call is asked for once, unless each answer turned it away.
        if (operation.id === "voice-call" && given !== 429) expect(requests).toBe(1);
      }),
      { numRuns: 150 },
    );
  });
});
