import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRedactor } from "./redact.js";

const apiKey = 'sk_"12\\345';
const password = "p&ss/wörd";
const redactor = createRedactor(apiKey, { trunk_pwd: password });

describe("a redactor", () => {
  it.each([
    ["bare", `key ${apiKey}, ${password}`],
    ["written as JSON", JSON.stringify({ apiKey, password })],
    ["written in a URL", `?k=${encodeURIComponent(apiKey)}&p=${encodeURIComponent(password)}`],
  ])("takes secrets out of text where they are %s", (_, text) => {
    const clean = redactor.text(text);
    expect(clean).not.toMatch(/345|wörd|w%C3/);
    expect(clean).toContain("[API key]");
    expect(clean).toContain("[SIP password]");
  });

  it.each([
    `x${apiKey}`,
    { a: [{ b: `x${apiKey}` }] },
    { [apiKey]: 1 },
    { echoed: { trunk_pwd: "never sent by us", sip_password: "other" } },
  ])("takes them out of %j", (value) => {
    expect(JSON.stringify(redactor.value(value))).not.toMatch(/345|never|other/);
  });

  it.each([1, null, true, [], {}, { a: 1 }, "text"])("gives %j back as it is", (value) => {
    expect(redactor.value(value)).toEqual(value);
  });

  it("gives nothing where a body is nested deeper than can be written", () => {
    const deep = JSON.parse(`${"[".repeat(100_000)}${"]".repeat(100_000)}`);
    expect(redactor.value(deep)).toBeUndefined();
  });

  it("does not look for secrets that are words", () => {
    expect(createRedactor("ok", { trunk_pwd: "a" }).text("ok, a status")).toBe("ok, a status");
  });

  it("finds a secret wherever it stands in JSON", () => {
    const secrets = fc.string({ minLength: 4 }).filter((secret) => !"[API key]".includes(secret));
    fc.assert(
      fc.property(secrets, fc.string(), fc.string(), (secret, before, after) => {
        const clean = createRedactor(secret).value({ a: [before + secret + after] });
        expect(JSON.stringify(clean)).not.toContain(JSON.stringify(secret).slice(1, -1));
      }),
    );
  });
});

describe("a cause", () => {
  const withCode = (message: string, code: string, more = {}) =>
    Object.assign(new Error(message), { code, ...more });

  it.each([
    ["a network failure", new TypeError("fetch failed", { cause: withCode("refused", "ECONNREFUSED") })],
    ["several", new AggregateError([withCode("a", "ECONNREFUSED"), withCode("b", "ECONNREFUSED")])],
    ["a closed socket", withCode("closed", "UND_ERR_SOCKET", { socket: { bytesRead: 1, address: "::1" } })],
    ["a platform's own", new DOMException("no", "NetworkError")],
    ["a word", "gone"],
    ["nothing", undefined],
  ])("is kept as it is: %s", (_, cause) => {
    expect(redactor.cause(cause)).toBe(cause);
  });

  const headers = new Headers({ Authorization: `Bearer ${apiKey}` });
  it.each([
    ["holds a request", withCode("no", "E", { request: new Request("http://127.0.0.1", { headers }) })],
    ["holds headers", withCode("no", "E", { config: { headers } })],
    ["holds a secret", withCode("no", "E", { config: { headers: { Authorization: apiKey } } })],
    ["says a secret", withCode(`bad ${password}`, "E")],
    ["has such a cause", new Error("outer", { cause: withCode(apiKey, "E") })],
    ["holds a function", withCode("no", "E", { retry: () => apiKey })],
  ])("that %s becomes a copy of what it says", (_, cause) => {
    const copy = redactor.cause(cause) as Error;
    expect(copy).toBeInstanceOf(Error);
    expect(copy).not.toBe(cause);
    expect(copy).toMatchObject({ name: cause.name, message: redactor.text(cause.message) });
    expect(Object.getOwnPropertyNames(copy).sort()).toEqual(
      expect.not.arrayContaining(["request", "config", "retry"]),
    );
    expect((copy.cause as Error | undefined)?.message ?? "").not.toContain(apiKey);
  });

  it("keeps the code of a copy", () => {
    expect(redactor.cause(withCode(apiKey, "ECONNRESET"))).toMatchObject({ code: "ECONNRESET" });
  });

  it("that is a request itself is dropped", () => {
    expect(redactor.cause(new Request("http://127.0.0.1", { headers }))).toBeUndefined();
  });

  it("that is its own cause ends", () => {
    const cause = new Error(apiKey);
    cause.cause = cause;
    expect(redactor.cause(cause)).toBeInstanceOf(Error);
  });
});
