import { parseCallingHours } from "@dialpool/dialer";
import { expect, it } from "vitest";
import { PlanCounter } from "./campaign-plan.js";

/** 8:30 in New York, 5:30 in California. */
const NOW = Date.parse("2026-11-24T13:30:00Z");
const HOURS = parseCallingHours({ preset: "us-federal" });
const contact = (phone: `+${string}`, line = 2) => ({ kind: "contact", line, phone, name: "Ann" }) as const;

it("counts who would be called now, who waits, and who is never called", () => {
  const counter = new PlanCounter(HOURS, NOW);
  counter.seeRow(contact("+12125550101"));
  counter.seeRow(contact("+14155550101"));
  counter.seeRow(contact("+12125550101", 9));
  counter.seeRow(contact("+18005550101"));
  counter.seeRow({ ...contact("+12125550102"), kind: "suppressed", reason: "it is on the do-not-call list" });
  counter.seeRow({ kind: "invalid", line: 8, reason: "the phone number is missing", code: "phone" });
  expect(counter.plan(0.5)).toEqual({
    contacts: 3,
    suppressed: 1,
    invalid: 1,
    invalidRows: [{ line: 8, reason: "the phone number is missing" }],
    duplicates: 1,
    outOfHours: 1,
    firstOpensAt: "2026-11-24T16:00:00.000Z",
    unknownZone: 1,
    shortestMs: 4000,
  });
});

it("lets a contact's own zone say more than its number", () => {
  const counter = new PlanCounter(HOURS, NOW);
  counter.seeRow({ ...contact("+14155550101"), timeZone: "America/New_York" });
  expect(counter.plan(1)).toMatchObject({ contacts: 1, outOfHours: 0, firstOpensAt: null, shortestMs: 0 });
});

it("knows no hours when they are off, and no duration without a start rate", () => {
  const counter = new PlanCounter(undefined, NOW);
  counter.seeRow(contact("+18005550101"));
  counter.seeRow(contact("+14155550101"));
  expect(counter.plan(null)).toMatchObject({ contacts: 2, outOfHours: 0, unknownZone: 0, shortestMs: 0 });
});
