import { createClient } from "@dialpool/core";
import { expect, it } from "vitest";
import { detachNumbers } from "./detach-numbers.js";

const NUMBERS = ["1", "2", "3"].map((digit) => ({
  number: `+1415555010${digit}`,
  slug: `1415555010${digit}`,
  sid: null,
}));

/** A client whose answers are these statuses, one after the other. */
function clientAnswering(...answers: readonly (number | "broken")[]) {
  const queue = [...answers];
  const fetch = async () => {
    const answer = queue.shift() ?? "broken";
    if (answer === "broken") throw new TypeError("fetch failed");
    return Response.json(answer === 200 ? { status: "ok" } : { detail: "No." }, { status: answer });
  };
  return createClient({ apiKey: "k", fetch });
}

const detach = (client: ReturnType<typeof clientAnswering>, signal = new AbortController().signal) =>
  detachNumbers(client, "a", NUMBERS, signal).then((results) => results.map(({ outcome }) => outcome));

it("goes on after a refusal", async () => {
  expect(await detach(clientAnswering(200, 404, 200))).toEqual(["detached", "failed", "detached"]);
});

it("tries no further when the API is away, and keeps what was done", async () => {
  expect(await detach(clientAnswering(200, "broken"))).toEqual(["detached", "failed", "not_tried"]);
  expect(await detach(clientAnswering(200, 503))).toEqual(["detached", "failed", "not_tried"]);
});

it("throws the first error when nothing was detached", async () => {
  await expect(detach(clientAnswering(401))).rejects.toMatchObject({ code: "api_401" });
  await expect(detach(clientAnswering(404, 400, 404))).rejects.toMatchObject({ code: "api_404" });
});

it("stops at an interrupt", async () => {
  expect(await detach(clientAnswering(200), AbortSignal.abort())).toEqual([
    "not_tried",
    "not_tried",
    "not_tried",
  ]);
});
