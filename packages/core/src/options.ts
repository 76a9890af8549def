import { ConfigError } from "./errors.js";

/** Where a workspace lives; the wrong region's host does not know its keys. */
export type Region = "global" | "us" | "eu";

/** Base URL of each region, as the spec's `servers` say. */
export const REGION_BASE_URLS: Readonly<Record<Region, string>> = {
  global: "https://api.synthflow.ai/v2",
  us: "https://api.us.synthflow.ai/v2",
  eu: "https://api.eu.synthflow.ai/v2",
};

/** Default time a request may take, body included, in milliseconds. */
export const DEFAULT_TIMEOUT_MS = 30_000;
const MAX_TIMEOUT_MS = 600_000;

/** What a client needs. Give `region` or `baseUrl`, not both; neither means `region: "global"`. */
export type ClientOptions = {
  /** The workspace's API key. Sent as a bearer token; never part of a message or an error. */
  readonly apiKey: string;
  /** The `fetch` to use; default the platform's. Tests pass their own. */
  readonly fetch?: (request: Request) => Promise<Response>;
  /** Time one request may take, body included: 1 to 600,000 ms, default 30,000. */
  readonly timeoutMs?: number;
} & (
  | { readonly region?: Region; readonly baseUrl?: never }
  | {
      /** Any other host, version path included: `http://127.0.0.1:8080/v2`. */
      readonly baseUrl: string;
      readonly region?: never;
    }
);

/** What a single request may set. */
export interface RequestOptions {
  /** Cancels the request. The promise rejects with the signal's own reason (placing a call excepted). */
  readonly signal?: AbortSignal;
  /** Overrides the client's `timeoutMs` for this request. */
  readonly timeoutMs?: number;
}

/** Options after validation, defaults filled in. */
export interface ResolvedOptions {
  readonly apiKey: string;
  readonly baseUrl: string;
  readonly fetch: (request: Request) => Promise<Response>;
  readonly timeoutMs: number;
}

/**
 * Checks the options and fills in the defaults.
 *
 * @throws ConfigError naming the option that is wrong. The key itself is never quoted.
 */
export function resolveOptions(options: ClientOptions): ResolvedOptions {
  return {
    apiKey: checkApiKey(options.apiKey),
    baseUrl: resolveBaseUrl(options),
    fetch: resolveFetch(options.fetch),
    timeoutMs: checkTimeout(options.timeoutMs ?? DEFAULT_TIMEOUT_MS),
  };
}

/** @throws ConfigError if `timeoutMs` is not a number from 1 to 600,000. */
export function checkTimeout(timeoutMs: number): number {
  if (!Number.isFinite(timeoutMs) || timeoutMs < 1 || timeoutMs > MAX_TIMEOUT_MS) {
    const got = typeof timeoutMs === "number" ? `${timeoutMs}` : `a ${typeof timeoutMs}`;
    throw new ConfigError("timeoutMs", `timeoutMs must be from 1 to ${MAX_TIMEOUT_MS}, got ${got}.`);
  }
  return timeoutMs;
}

function checkApiKey(apiKey: unknown): string {
  if (typeof apiKey !== "string" || apiKey.trim() === "") {
    throw new ConfigError("apiKey", "apiKey is missing: pass the workspace's API key.");
  }
  // Anything else cannot stand in an HTTP header; a newline is the usual copy-and-paste slip.
  if (!/^[\x21-\x7e]+$/.test(apiKey)) {
    throw new ConfigError("apiKey", "apiKey holds spaces or characters that no API key has: copy it again.");
  }
  return apiKey;
}

function resolveFetch(fetch: ClientOptions["fetch"]): ResolvedOptions["fetch"] {
  // Looked up at call time, so that a later global patch (tracing) is seen.
  if (fetch === undefined) return (request) => globalThis.fetch(request);
  if (typeof fetch !== "function") {
    throw new ConfigError("fetch", "fetch must be a function that takes a Request and answers a Response.");
  }
  return fetch;
}

function resolveBaseUrl(options: ClientOptions): string {
  const { baseUrl, region } = options as { baseUrl?: string; region?: string };
  if (baseUrl !== undefined && region !== undefined) {
    throw new ConfigError("baseUrl", "Give either region or baseUrl, not both.");
  }
  if (baseUrl !== undefined) return checkBaseUrl(baseUrl);
  const name = region ?? "global";
  if (!isRegion(name)) throw new ConfigError("region", "region must be global, us or eu.");
  return REGION_BASE_URLS[name];
}

function isRegion(name: string): name is Region {
  return Object.hasOwn(REGION_BASE_URLS, name);
}

/** A base URL that is refused is not quoted: it may hold a password, or be the key by mistake. */
function checkBaseUrl(baseUrl: string): string {
  let url: URL;
  try {
    url = new URL(baseUrl);
  } catch {
    throw new ConfigError("baseUrl", "baseUrl is not a URL: write it like http://127.0.0.1:8080/v2.");
  }
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw new ConfigError("baseUrl", "baseUrl must start with http:// or https://.");
  }
  if (url.username !== "" || url.password !== "") {
    throw new ConfigError("baseUrl", "baseUrl must not hold a user name or password: use apiKey.");
  }
  if (url.search !== "" || url.hash !== "") {
    throw new ConfigError("baseUrl", "baseUrl must not have a query or a fragment.");
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, "");
}
