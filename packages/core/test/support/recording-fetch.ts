/** One request as it was sent. */
export interface SentRequest {
  readonly method: string;
  /** Path and query, as written on the wire. */
  readonly target: string;
  readonly authorization: string | null;
  readonly contentType: string | null;
  readonly redirect: string;
  /** The JSON body; undefined if there was none. */
  readonly body: unknown;
}

/** A `fetch` that answers from a script and remembers what was sent. */
export interface RecordingFetch {
  readonly sent: SentRequest[];
  readonly fetch: (request: Request) => Promise<Response>;
}

/** @param answers One for each request, the last one again after that: a JSON value, or a ready response. */
export function recordingFetch(...answers: readonly unknown[]): RecordingFetch {
  const sent: SentRequest[] = [];
  return {
    sent,
    async fetch(request) {
      const answer = answers[Math.min(sent.length, answers.length - 1)];
      const url = new URL(request.url);
      const text = await request.text();
      sent.push({
        method: request.method,
        target: `${url.pathname}${url.search}`,
        authorization: request.headers.get("Authorization"),
        contentType: request.headers.get("Content-Type"),
        redirect: request.redirect,
        body: text === "" ? undefined : JSON.parse(text),
      });
      return answer instanceof Response ? answer.clone() : Response.json(answer);
    },
  };
}
