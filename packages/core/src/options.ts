import type { Middleware } from "openapi-fetch";
import { refuse } from "./arguments.js";
import { platformFetch } from "./platform-fetch.js";
import type { RetryEvent, RetrySettings } from "./retry.js";

/** Where a workspace lives; the wrong region's host does not know its keys. */
export type Region = "global" | "us" | "eu";

/** Base URL of each region, as the spec's `servers` say. */
export const REGION_BASE_URLS: Readonly<Record<Region, string>> = {
  global: "https://api.synthflow.ai/v2",
  us: "https://api.us.synthflow.ai/v2",
  eu: "https://api.eu.synthflow.ai/v2",
};

/** Options that are numbers: the default, the least, the most. Times are in milliseconds. */
export const NUMBERS = {
  timeoutMs: [30_000, 1, 600_000],
  retries: [2, 0, 10],
  maxTotalMs: [60_000, 1, 3_600_000],
  retryBaseDelayMs: [500, 0, 60_000],
  retryMaxDelayMs: [10_000, 0, 600_000],
} as const;
type NumberOption = keyof typeof NUMBERS;
type GivenNumbers = { readonly [Name in NumberOption]?: number | undefined };

/** What a client needs. Give `region` or `baseUrl`, not both; neither means `region: "global"`. */
export type ClientOptions = {
  /** The workspace's API key. Sent as a bearer token; never part of a message or an error. */
  readonly apiKey: string;
  /** The `fetch` to use; default the platform's. Tests pass their own. It must obey the request's signal. */
  readonly fetch?: ((request: Request) => Promise<Response>) | undefined;
  /** Time one try may take, body included: 1 to 600,000 ms, default 30,000. */
  readonly timeoutMs?: number | undefined;
  /**
   * How often a failed request is tried again: 0 to 10, default 2; 0 turns it off.
   *
   * Reads, updates, attaching and detaching are tried again after a 429, a 5xx,
   * a broken connection and a timeout; placing a call and other creations only
   * after a 429, or if no connection ever opened.
   */
  readonly retries?: number | undefined;
  /**
   * No try begins, and no later try lasts, beyond this time from the beginning
   * of the request: 1 to 3,600,000 ms, default 60,000.
   */
  readonly maxTotalMs?: number | undefined;
  /** The longest first wait between tries; it doubles with each: 0 to 60,000 ms, default 500. */
  readonly retryBaseDelayMs?: number | undefined;
  /** The longest wait between tries, unless the API asks for more: 0 to 600,000 ms, default 10,000. */
  readonly retryMaxDelayMs?: number | undefined;
  /** Told before each wait. What it throws or rejects with is ignored. */
  readonly onRetry?: ((event: RetryEvent) => void) | undefined;
  /**
   * Middlewares of openapi-fetch, in its order: as if given to `raw.use`. They
   * see each try, its `Authorization` header included, and may change it.
   */
  readonly middleware?: readonly Middleware[] | undefined;
} & (
  | { readonly region?: Region | undefined; readonly baseUrl?: undefined }
  | {
      /** Any other host, version path included: `http://127.0.0.1:8080/v2`. */
      readonly baseUrl: string;
      readonly region?: undefined;
    }
);

/** What a single request may set. */
export interface RequestOptions {
  /** Cancels the request, and its wait between tries: it rejects with an AbortedError at once. */
  readonly signal?: AbortSignal | undefined;
  /** Overrides the client's `timeoutMs`. */
  readonly timeoutMs?: number | undefined;
  /** Overrides the client's `retries`; 0: one try. */
  readonly retries?: number | undefined;
  /** Overrides the client's `maxTotalMs`. */
  readonly maxTotalMs?: number | undefined;
  /** Middlewares that see each try of this request, after the client's own. */
  readonly middleware?: readonly Middleware[] | undefined;
}

/** Options after validation, defaults filled in. */
export interface ResolvedOptions extends RetrySettings {
  readonly apiKey: string;
  readonly baseUrl: string;
  readonly fetch: (request: Request) => Promise<Response>;
  readonly timeoutMs: number;
  readonly onRetry?: ((event: RetryEvent) => void) | undefined;
  readonly middleware: readonly Middleware[];
}

/**
 * Checks the options and fills in the defaults.
 *
 * @throws ConfigError naming the option that is wrong. The key itself is never quoted.
 */
export function resolveOptions(options: ClientOptions): ResolvedOptions {
  const { fetch = platformFetch, middleware = [], onRetry } = options;
  if (typeof fetch !== "function") refuse("fetch", "must be a function");
  return {
    apiKey: checkApiKey(options.apiKey),
    baseUrl: resolveBaseUrl(options),
    fetch,
    middleware,
    onRetry,
    ...resolveNumbers(options),
  };
}

/**
 * The options that are numbers: as given, else as in `fallback`, else the default.
 *
 * @throws ConfigError if one is not in its range, or a count not whole.
 */
export function resolveNumbers(
  given: GivenNumbers,
  fallback: GivenNumbers = {},
): Record<NumberOption, number> {
  const names = Object.keys(NUMBERS) as NumberOption[];
  return Object.fromEntries(
    names.map((name) => {
      const [standard, least, most] = NUMBERS[name];
      const value = given[name] ?? fallback[name] ?? standard;
      const isInRange = typeof value === "number" && value >= least && value <= most;
      if (!isInRange || (name === "retries" && value % 1 !== 0)) {
        refuse(name, `must be a ${name === "retries" ? "whole " : ""}number from ${least} to ${most}`);
      }
      return [name, value];
    }),
  ) as Record<NumberOption, number>;
}

function checkApiKey(apiKey: unknown): string {
  // Anything else cannot stand in an HTTP header; a newline is the usual copy-and-paste slip.
  if (typeof apiKey === "string" && /^[\x21-\x7e]+$/.test(apiKey)) return apiKey;
  return refuse("apiKey", "is missing, or holds spaces or characters that no API key has");
}

/** A base URL that is refused is not quoted: it may hold a password, or be the key by mistake. */
function resolveBaseUrl({ baseUrl, region }: ClientOptions): string {
  if (baseUrl === undefined) {
    const name = region ?? "global";
    return Object.hasOwn(REGION_BASE_URLS, name)
      ? REGION_BASE_URLS[name]
      : refuse("region", "must be global, us or eu");
  }
  if (region !== undefined) refuse("baseUrl", "excludes region");
  const { href, origin, pathname } = Object(URL.canParse(baseUrl) && new URL(baseUrl)) as Partial<URL>;
  const address = `${origin}${pathname}`;
  // A user name, a password, a query or a fragment would be in the one and not in the other.
  if (href === address && /^https?:/.test(href)) return address.replace(/\/+$/, "");
  return refuse("baseUrl", "is not a URL like http://127.0.0.1:8080/v2, without password, query or fragment");
}
