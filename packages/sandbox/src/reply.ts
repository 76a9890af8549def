/** A request as it came over the wire. */
export interface WireRequest {
  readonly method: string;
  /** Path and query as sent, e.g. `/v2/calls?limit=5`. */
  readonly target: string;
  /** The `Host` header: the name under which the sandbox was reached. */
  readonly host: string | undefined;
  readonly authorization: string | undefined;
  readonly contentType: string | undefined;
  readonly body: string;
  /** Whether the body was longer than allowed; then `body` holds nothing of it. */
  readonly isTooLarge: boolean;
}

/** An answer as it goes over the wire. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What becomes of a request: an answer, or what a fault makes of it. */
export type Reply =
  | { readonly kind: "answer"; readonly answer: Answer }
  /** The head promises the whole body; half of it comes, then the connection breaks. */
  | { readonly kind: "truncated"; readonly answer: Answer }
  /** The connection breaks without an answer. */
  | { readonly kind: "reset" }
  /** No answer until the fault is released; never, if it is not. */
  | { readonly kind: "hang"; readonly released: Promise<Reply> };

/** An answer that carries a JSON value. */
export function jsonAnswer(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return { status, headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) };
}

/** The part of a body that a truncated answer still carries: its first half, at least one character short. */
export function firstHalf(body: string): string {
  return body.slice(0, Math.floor(body.length / 2));
}
