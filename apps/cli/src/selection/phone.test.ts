import { expect, it } from "vitest";
import { requirePhone } from "./phone.js";

it("requirePhone takes a number as people write it", () => {
  expect(requirePhone("(415) 555-0123", "--phone", "US")).toBe("+14155550123");
});

it("requirePhone names the flag and the reason", () => {
  expect(() => requirePhone("1-800-FLOWERS", "--phone", "US")).toThrow(
    '--phone "1-800-FLOWERS": the phone number has letters.',
  );
});
