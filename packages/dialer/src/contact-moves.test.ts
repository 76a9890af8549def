import type { Refusal } from "@dialpool/pool-strategies";
import { describe, expect, it } from "vitest";
import { moveAfterRefusal, moveAfterRejection } from "./contact-moves.js";

const NOW = Date.UTC(2026, 10, 24, 17);
const reasons = { affinity: "none", order: "round-robin", skipped: [] } as const;

function refusal(rest: Partial<Refusal>): Refusal {
  return { ok: false, code: "exhausted", reasons, ...rest };
}

describe("moveAfterRefusal", () => {
  it.each<[what: string, rest: Partial<Refusal>, move: object]>([
    [
      "until a number is free",
      { retryAt: NOW + 5000 },
      { to: "queued", dueAt: NOW + 5000, waitsFor: "number" },
    ],
    [
      "for a second where a call in flight may end at any moment",
      { retryAt: NOW + 3_600_000, atLatest: true },
      { to: "queued", dueAt: NOW + 1000, waitsFor: "number" },
    ],
    [
      "no longer than until the number is surely free",
      { retryAt: NOW + 200, atLatest: true },
      { to: "queued", dueAt: NOW + 200, waitsFor: "number" },
    ],
    [
      "until the callee may be called again",
      { code: "callee_limit", retryAt: NOW + 9000 },
      { to: "queued", dueAt: NOW + 9000, waitsFor: "callee" },
    ],
    [
      "for numbers, where the pool has none",
      { code: "pool_empty" },
      { to: "queued", dueAt: NOW, waitsFor: "number" },
    ],
    [
      "for a quarter of an hour, where a person has to say when",
      {},
      { to: "queued", dueAt: NOW + 900_000, waitsFor: "number" },
    ],
    ["for nothing, where waiting does not help", { code: "no_match" }, { to: "refused", reason: "no_match" }],
  ])("lets a contact wait %s", (_, rest, move) => {
    expect(moveAfterRefusal(refusal(rest), NOW)).toEqual(move);
  });
});

describe("moveAfterRejection", () => {
  const rejected = (status: number, retryAfterMs?: number) =>
    ({
      kind: "rejected",
      status,
      reason: "The API said no.",
      cause: undefined,
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    }) as const;

  it.each([400, 422])("closes a contact after a %i", (status) => {
    expect(moveAfterRejection(rejected(status), NOW)).toEqual({
      to: "rejected",
      reason: "The API said no.",
    });
  });

  it.each([401, 403, 404])("keeps a contact after a %i, which is not its fault", (status) => {
    expect(moveAfterRejection(rejected(status), NOW)).toMatchObject({ to: "queued", dueAt: NOW });
  });

  it("keeps a contact whose caller ID was detached, and one that was never sent", () => {
    expect(moveAfterRejection({ ...rejected(400), isDetached: true }, NOW)).toMatchObject({ to: "queued" });
    const notSent = { kind: "not_sent", reason: "No connection.", cause: undefined } as const;
    expect(moveAfterRejection(notSent, NOW)).toMatchObject({ to: "queued", dueAt: NOW });
  });

  it("tries again after a 429, when a second has passed or as late as the API asks", () => {
    expect(moveAfterRejection(rejected(429), NOW)).toMatchObject({ to: "queued", dueAt: NOW + 1000 });
    expect(moveAfterRejection(rejected(429, 90_000), NOW)).toMatchObject({ dueAt: NOW + 90_000 });
  });
});
