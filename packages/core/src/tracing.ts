import {
  type Attributes,
  context,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from "@opentelemetry/api";
import type { Middleware } from "openapi-fetch";

/** What tracing may be told. */
export interface TracingOptions {
  /** Default: the tracer `@dialpool/core` of OpenTelemetry's global provider. */
  readonly tracer?: Tracer | undefined;
}

/**
 * A middleware that makes an OpenTelemetry client span of each try of a
 * request, as the conventions for HTTP say: `GET /calls/{call_id}` with the
 * method, the path's template, the server, the status and the kind of error.
 *
 * Ids, phone numbers and the key are in no attribute, for neither URL, headers
 * nor bodies are read. Each try is a span of its own; a span ends with the
 * answer's head. No trace context is sent to the vendor.
 *
 * @example createClient({ apiKey, middleware: [tracing()] })
 */
export function tracing({ tracer }: TracingOptions = {}): Middleware {
  // A request may be replaced on its way; its options are the same object in every hook.
  const spans = new WeakMap<object, Span>();
  return {
    onRequest({ request, schemaPath, options }) {
      const { hostname, port, protocol } = new URL(request.url);
      const attributes: Attributes = {
        "http.request.method": request.method,
        "url.template": schemaPath,
        "url.scheme": protocol.slice(0, -1),
        "server.address": hostname,
        ...(port !== "" && { "server.port": Number(port) }),
      };
      const name = `${request.method} ${schemaPath}`;
      // Looked up at each request: the provider may be registered after the client was made.
      const maker = tracer ?? trace.getTracer("@dialpool/core");
      spans.set(options, maker.startSpan(name, { kind: SpanKind.CLIENT, attributes }, context.active()));
    },
    onResponse({ response, options }) {
      const { status } = response;
      const span = spans.get(options);
      span?.setAttribute("http.response.status_code", status);
      if (status >= 400) fail(span, String(status));
      span?.end();
    },
    onError({ error, options }) {
      const span = spans.get(options);
      fail(span, error instanceof Error ? error.name : typeof error);
      span?.end();
    },
  };
}

function fail(span: Span | undefined, type: string): void {
  span?.setAttribute("error.type", type);
  span?.setStatus({ code: SpanStatusCode.ERROR });
}
