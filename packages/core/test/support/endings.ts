import type { Row } from "./every-method.js";
import { answering, type Behaviour, beginning, hangUp, reset } from "./loopback-server.js";
import type { TestRuntime } from "./test-runtime.js";

/** Which operations are tried again after an ending. */
export type Again = "all" | "what_may_be_repeated" | "none";

/** One way in which a request can end. */
export interface Ending {
  readonly name: string;
  /** What the server does with each request. */
  readonly behave: (row: Row, runtime: TestRuntime) => Behaviour;
  readonly again: Again;
  /**
   * What comes of it: the documented result; the same, but only of an operation
   * that need not say anything; or an error with these fields.
   */
  readonly comes: "the result" | "nothing" | Readonly<Record<string, unknown>>;
  /** Whether the error proves that no call was placed. */
  readonly isNoCall: boolean;
}

const ENVELOPES: readonly (readonly [string, unknown, Readonly<Record<string, unknown>>])[] = [
  [
    "a detail object",
    { detail: { status: "error", description: "No.", request_id: "r1", category: "c1" } },
    { message: /: No\./, requestId: "r1", category: "c1" },
  ],
  ["a detail text", { detail: "No." }, { message: /: No\./ }],
  [
    "a detail list",
    { detail: [{ loc: ["body", "phone"], msg: "bad", type: "x" }] },
    { message: /: body\.phone: bad\./, issues: [{ path: ["body", "phone"], message: "bad", type: "x" }] },
  ],
  ["the gateway's pair", { error: "no", message: "No." }, { message: /: No\./ }],
  ["an empty object", {}, { body: {}, issues: [] }],
  ["HTML", "<html>no</html>", { body: "<html>no</html>" }],
  ["an empty body", undefined, { body: "" }],
  ["a list", [1], { body: [1] }],
  ["a number", 7, { body: 7 }],
];

/** The class of each status that has one of its own, and whether it proves that no call was placed. */
const REFUSALS: readonly (readonly [number, string, boolean])[] = [
  [400, "BadRequestError", true],
  [401, "AuthenticationError", true],
  [403, "PermissionError", true],
  [404, "NotFoundError", true],
  [422, "ValidationError", true],
  [429, "RateLimitError", true],
  [500, "ServerError", false],
  [502, "ServerError", false],
  [503, "ServerError", false],
];

const ODD_STATUSES = [300, 304, 402, 405, 406, 408, 409, 410, 415, 418, 425, 451, 499, 501, 504, 522, 599];

function againAfter(status: number): Again {
  if (status === 429) return "all";
  return status >= 500 ? "what_may_be_repeated" : "none";
}

const refusals: readonly Ending[] = REFUSALS.flatMap(([status, name, isNoCall]) =>
  ENVELOPES.map(([envelope, body, fields]) => ({
    name: `${status} with ${envelope}`,
    behave: () => answering(status, body),
    again: againAfter(status),
    comes: { name, code: `api_${status}`, status, ...fields },
    isNoCall,
  })),
);

const odd: readonly Ending[] = ODD_STATUSES.map((status) => ({
  name: `${status}`,
  behave: () => answering(status, status === 304 ? undefined : {}),
  again: againAfter(status),
  comes: { name: status >= 500 ? "ServerError" : "ApiError", code: `api_${status}`, status },
  isNoCall: false,
}));

const success = (name: string, behave: Ending["behave"]): Ending => ({
  name,
  behave,
  again: "none",
  comes: "the result",
  isNoCall: false,
});

const protocol = (name: string, behave: Ending["behave"]): Ending => ({
  name,
  behave,
  again: "none",
  comes: { name: "UnexpectedResponseError", code: "unexpected_response" },
  isNoCall: false,
});

const network = (name: string, behave: Ending["behave"], fields = {}): Ending => ({
  name,
  behave,
  again: "what_may_be_repeated",
  comes: { name: "ConnectionError", code: "connection_failed", sent: "maybe", ...fields },
  isNoCall: false,
});

const late = (name: string, behave: Ending["behave"]): Ending =>
  network(name, behave, { name: "TimeoutError", code: "timed_out", timeoutMs: 30_000 });

const successes: readonly Ending[] = [
  success("200", (row) => answering(200, row.answer)),
  success("201", (row) => answering(201, row.answer)),
  success("200 with white space around", (row) => answering(200, ` \n${JSON.stringify(row.answer)}\n`)),
  { ...success("200 with an empty body", () => answering(200)), comes: "nothing" },
  { ...success("204", () => answering(204)), comes: "nothing" },
  protocol("200 with truncated JSON", (row) => answering(200, JSON.stringify(row.answer).slice(0, -1))),
  protocol("200 with HTML", () => answering(200, "<html>welcome</html>")),
  protocol("200 with null", () => answering(200, null)),
  protocol("200 with a number", () => answering(200, 7)),
  protocol("200 with a list of nothing", () => answering(200, [null])),
];

const failures: readonly Ending[] = [
  network("a reset after sending", () => reset),
  network("a hang-up after sending", () => hangUp),
  network("a reset in the answer", () => beginning(200, reset)),
  network("a hang-up in the answer: truncated JSON", () => beginning(200, hangUp)),
  network("a reset in a refusal", () => beginning(400, reset)),
  late("a timeout before the answer", (_, runtime) => () => runtime.runOutTimers()),
  late("a timeout in the answer", (_, runtime) => beginning(200, () => runtime.runOutTimers())),
  late("a timeout in a refusal", (_, runtime) => beginning(400, () => runtime.runOutTimers())),
];

/** Every way in which a request that arrives can end. */
export const ENDINGS: readonly Ending[] = [...successes, ...refusals, ...odd, ...failures];
