import { SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-base";
import { afterEach, describe, expect, it } from "vitest";
import { createClient } from "./client.js";
import type { ClientOptions } from "./options.js";
import { tracing } from "./tracing.js";

const apiKey = "sk_test_0123456789";
const agentId = "0ae2859d-c25c-4d56-a9f3-809387b725ce";

function tracer() {
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  return { exporter, provider, tracer: provider.getTracer("test") };
}

const answering =
  (...statuses: readonly number[]): NonNullable<ClientOptions["fetch"]> =>
  async () => {
    const status = statuses.length > 1 ? ((statuses as number[]).shift() as number) : (statuses[0] as number);
    return Response.json({ response: { assistants: [{ model_id: agentId }] } }, { status });
  };

function clientWith(options: Partial<ClientOptions>, middleware = [tracing()]) {
  return createClient({
    apiKey,
    baseUrl: "http://127.0.0.1:8080/v2",
    retryBaseDelayMs: 0,
    middleware,
    ...options,
  } as ClientOptions);
}

afterEach(() => trace.disable());

describe("tracing", () => {
  it("makes a span of a request, named by its operation", async () => {
    const { exporter, tracer: given } = tracer();
    await clientWith({ fetch: answering(200) }, [tracing({ tracer: given })]).agents.get(agentId);
    const [span, ...more] = exporter.getFinishedSpans();
    expect(more).toEqual([]);
    expect(span).toMatchObject({
      name: "GET /assistants/{model_id}",
      kind: SpanKind.CLIENT,
      attributes: {
        "http.request.method": "GET",
        "url.template": "/assistants/{model_id}",
        "url.scheme": "http",
        "server.address": "127.0.0.1",
        "server.port": 8080,
        "http.response.status_code": 200,
      },
      status: { code: SpanStatusCode.UNSET },
    });
  });

  it("makes one of each try, and tells which failed", async () => {
    const { exporter, tracer: given } = tracer();
    await clientWith({ fetch: answering(503, 200) }, [tracing({ tracer: given })]).agents.get(agentId);
    expect(
      exporter.getFinishedSpans().map(({ status, attributes }) => [status.code, attributes["error.type"]]),
    ).toEqual([
      [SpanStatusCode.ERROR, "503"],
      [SpanStatusCode.UNSET, undefined],
    ]);
  });

  it("tells a broken connection by the error's name", async () => {
    const { exporter, tracer: given } = tracer();
    const fetch = () => Promise.reject(new TypeError("fetch failed"));
    await clientWith({ fetch, retries: 0 }, [tracing({ tracer: given })])
      .agents.get(agentId)
      .catch(() => {});
    expect(exporter.getFinishedSpans()).toMatchObject([
      { status: { code: SpanStatusCode.ERROR }, attributes: { "error.type": "TypeError" } },
    ]);
  });

  it("uses OpenTelemetry's own provider, even one that is registered later", async () => {
    const client = clientWith({ fetch: answering(200) });
    const { exporter, provider } = tracer();
    trace.setGlobalTracerProvider(provider);
    await client.agents.get(agentId);
    expect(exporter.getFinishedSpans()).toHaveLength(1);
  });

  it("does no harm without a provider, nor where an answer came from elsewhere", async () => {
    await clientWith({ fetch: answering(200) }).agents.get(agentId);
    const other = { onRequest: () => Response.json({ model_id: agentId }) };
    expect(await clientWith({}, [other as never, tracing()]).agents.get(agentId)).toEqual({
      model_id: agentId,
    });
  });

  it("holds no id, number or key, and sends the vendor no trace", async () => {
    const { exporter, tracer: given } = tracer();
    const headers: string[] = [];
    const fetch = async (request: Request) => {
      headers.push(...request.headers.keys());
      return Response.json({ response: { call_id: "c" } });
    };
    const client = clientWith({ fetch }, [tracing({ tracer: given })]);
    await client.calls.create({ model_id: agentId, phone: "+14155550123", name: "Ann" });
    await client.calls
      .list({ model_id: agentId, lead_phone_number: "+14155550123" })
      .page()
      .catch(() => {});
    const told = JSON.stringify(
      exporter
        .getFinishedSpans()
        .map(({ name, attributes, status, events }) => [name, attributes, status, events]),
    );
    expect(exporter.getFinishedSpans()).toHaveLength(2);
    for (const part of [apiKey, agentId, "4155550123", "Ann"]) expect(told).not.toContain(part);
    expect(headers).not.toContain("traceparent");
  });
});
