import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { ConfigError } from "./errors.js";
import { type ClientOptions, REGION_BASE_URLS, resolveNumbers, resolveOptions } from "./options.js";

const apiKey = "sk_live_0123456789";

function refusalOf(options: object): ConfigError {
  try {
    resolveOptions(options as ClientOptions);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error("The options were accepted.");
}

describe("resolveOptions", () => {
  it("fills in the global region, times and retries", () => {
    const resolved = resolveOptions({ apiKey });
    expect(resolved).toMatchObject({
      apiKey,
      baseUrl: REGION_BASE_URLS.global,
      middleware: [],
      timeoutMs: 30_000,
      retries: 2,
      maxTotalMs: 60_000,
      retryBaseDelayMs: 500,
      retryMaxDelayMs: 10_000,
    });
  });

  it.each(["global", "us", "eu"] as const)("knows the host of region %s", (region) => {
    expect(resolveOptions({ apiKey, region }).baseUrl).toBe(REGION_BASE_URLS[region]);
  });

  it.each([
    ["http://127.0.0.1:8080/v2", "http://127.0.0.1:8080/v2"],
    ["http://127.0.0.1:8080/v2///", "http://127.0.0.1:8080/v2"],
    ["HTTPS://Example.com", "https://example.com"],
  ])("takes the base URL %s without a slash at its end", (baseUrl, expected) => {
    expect(resolveOptions({ apiKey, baseUrl }).baseUrl).toBe(expected);
  });

  it.each([
    ["no key", {}, "apiKey"],
    ["an empty key", { apiKey: "" }, "apiKey"],
    ["a blank key", { apiKey: "  " }, "apiKey"],
    ["a key that is not text", { apiKey: 7 }, "apiKey"],
    ["a key with a newline", { apiKey: `${apiKey}\n` }, "apiKey"],
    ["a key with a letter no header takes", { apiKey: `${apiKey}é` }, "apiKey"],
    ["an unknown region", { apiKey, region: "mars" }, "region"],
    ["a region that every object has", { apiKey, region: "constructor" }, "region"],
    ["region and base URL at once", { apiKey, region: "us", baseUrl: "http://127.0.0.1/v2" }, "baseUrl"],
    ["a base URL that is none", { apiKey, baseUrl: "localhost" }, "baseUrl"],
    ["an empty base URL", { apiKey, baseUrl: "" }, "baseUrl"],
    ["a base URL of another scheme", { apiKey, baseUrl: "ftp://127.0.0.1/v2" }, "baseUrl"],
    ["a base URL with a password", { apiKey, baseUrl: "http://me:secret@127.0.0.1/v2" }, "baseUrl"],
    ["a base URL with a query", { apiKey, baseUrl: "http://127.0.0.1/v2?a=1" }, "baseUrl"],
    ["a base URL with a fragment", { apiKey, baseUrl: "http://127.0.0.1/v2#a" }, "baseUrl"],
    ["a fetch that is no function", { apiKey, fetch: "fetch" }, "fetch"],
    ["a negative number of retries", { apiKey, retries: -1 }, "retries"],
    ["half a retry", { apiKey, retries: 0.5 }, "retries"],
    ["too many retries", { apiKey, retries: 11 }, "retries"],
    ["a total of no time", { apiKey, maxTotalMs: 0 }, "maxTotalMs"],
    ["a negative delay", { apiKey, retryBaseDelayMs: -1 }, "retryBaseDelayMs"],
    ["an endless delay", { apiKey, retryMaxDelayMs: Number.POSITIVE_INFINITY }, "retryMaxDelayMs"],
    ["a timeout of zero", { apiKey, timeoutMs: 0 }, "timeoutMs"],
    ["a timeout that is no number", { apiKey, timeoutMs: "5000" }, "timeoutMs"],
    ["a timeout that is NaN", { apiKey, timeoutMs: Number.NaN }, "timeoutMs"],
    ["an endless timeout", { apiKey, timeoutMs: Number.POSITIVE_INFINITY }, "timeoutMs"],
    ["a timeout of more than ten minutes", { apiKey, timeoutMs: 600_001 }, "timeoutMs"],
  ])("refuses %s and names the option", (_, options, option) => {
    const refusal = refusalOf(options);
    expect(refusal.code).toBe("config_invalid");
    expect(refusal.option).toBe(option);
    expect(refusal.message).toContain(option);
    expect(inspect(refusal)).not.toContain("secret");
  });

  it.each(["region", "baseUrl", "timeoutMs", "fetch"])(
    "does not quote a key given as %s by mistake",
    (option) => {
      expect(inspect(refusalOf({ apiKey, [option]: apiKey }))).not.toContain(apiKey);
    },
  );

  it.each([`${apiKey}\n`, `Bearer ${apiKey}`, `${apiKey}\u0000`])("does not quote a bad key", (bad) => {
    expect(inspect(refusalOf({ apiKey: bad }))).not.toContain(apiKey);
  });
});

describe("resolveNumbers", () => {
  it.each([
    ["timeoutMs", 1],
    ["timeoutMs", 1.5],
    ["timeoutMs", 600_000],
    ["retries", 0],
    ["retries", 10],
    ["retryBaseDelayMs", 0],
  ] as const)("takes %s: %d", (name, given) => {
    expect(resolveNumbers({ [name]: given })[name]).toBe(given);
  });

  it("falls back, first on what is given for that, then on the defaults", () => {
    const { retries, timeoutMs, maxTotalMs } = resolveNumbers({ timeoutMs: 5 }, { timeoutMs: 6, retries: 7 });
    expect({ retries, timeoutMs, maxTotalMs }).toEqual({ retries: 7, timeoutMs: 5, maxTotalMs: 60_000 });
  });
});
