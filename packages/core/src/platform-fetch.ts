/**
 * A request as openapi-fetch describes it, in the place of a `Request` that
 * nobody would look at: `fetch` makes one of its own from either, and a second
 * one costs as much as a quarter of a call.
 */
export class PlannedRequest {
  constructor(
    readonly url: string,
    readonly init: RequestInit,
  ) {}
}

/** The platform's `fetch`, looked up at call time, so that a later patch (tracing) is seen. */
export function platformFetch(request: Request | PlannedRequest): Promise<Response> {
  return request instanceof PlannedRequest ? fetch(request.url, request.init) : fetch(request);
}
