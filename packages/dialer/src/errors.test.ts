import { describe, expect, it } from "vitest";
import { ContactsError, DialerConfigError, isDialerError } from "./errors.js";

describe("an error of the dialer", () => {
  it("names every place that is wrong", () => {
    const error = new DialerConfigError("The retry rules", [
      { path: "busy.retries", message: "Must be a whole number." },
      { path: "", message: "Must not be empty." },
    ]);
    expect(error.message).toBe(
      "The retry rules cannot be used. busy.retries: Must be a whole number. Must not be empty.",
    );
    expect(error.name).toBe("DialerConfigError");
  });

  it("is told by its code", () => {
    const error: unknown = new ContactsError("It is empty.", 1);
    expect(isDialerError(error)).toBe(true);
    expect(isDialerError(error, "contacts_unreadable")).toBe(true);
    expect(isDialerError(error, "config_invalid")).toBe(false);
    expect(isDialerError(new Error("It is empty."))).toBe(false);
  });
});
