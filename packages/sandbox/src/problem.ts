/** An answer of the API. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One field that is missing or wrong. */
export interface ValidationItem {
  readonly loc: readonly (string | number)[];
  readonly msg: string;
  readonly type: string;
}

/** Thrown by a handler to refuse; the server sends its answer. */
export class Problem extends Error {
  constructor(readonly answer: Answer) {
    super(`refused with ${answer.status}`);
  }
}

const CATEGORIES: Readonly<Record<number, string>> = {
  400: "validation",
  401: "auth",
  403: "auth",
  404: "not_found",
  413: "validation",
  429: "rate_limit",
};

let requestNumber = 0;

/** The envelope of most refusals: `{ detail: { status, description, request_id, category } }`. */
export function refusal(
  status: number,
  description: string,
  headers?: Readonly<Record<string, string>>,
): Problem {
  requestNumber++;
  const detail = {
    status: "error",
    description,
    request_id: `req_${requestNumber.toString(16).padStart(8, "0")}`,
    category: CATEGORIES[status] ?? "internal",
  };
  return new Problem({ status, body: { detail }, ...(headers === undefined ? {} : { headers }) });
}

/** 422 with the list of fields. */
export function invalidFields(detail: readonly ValidationItem[]): Problem {
  return new Problem({ status: 422, body: { detail } });
}

/** A route that does not exist below the API's version path. */
export const UNKNOWN_ROUTE: Answer = { status: 404, body: { detail: "Not Found" } };
/** A path that the gateway knows nothing of. */
export const GATEWAY_NOT_FOUND: Answer = {
  status: 404,
  body: { error: "not_found", message: "No route matched" },
};
