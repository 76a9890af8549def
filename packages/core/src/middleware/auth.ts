import type { Middleware } from "openapi-fetch";

/** Puts the bearer token on every request. The key lives in this closure alone. */
export function bearerAuth(apiKey: string): Middleware {
  return {
    onRequest({ request }) {
      request.headers.set("Authorization", `Bearer ${apiKey}`);
      return request;
    },
  };
}
