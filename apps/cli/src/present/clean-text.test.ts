import { expect, it } from "vitest";
import { cleanText } from "./clean-text.js";

it("keeps control characters from the terminal and text on one line", () => {
  expect(cleanText("Anna\u001b[2J\u0007\r\nBert \u202eeve")).toBe("Anna[2J Bert eve");
});

it("leaves other text as it is", () => expect(cleanText("Zoë · 東京 👋🏽")).toBe("Zoë · 東京 👋🏽"));
