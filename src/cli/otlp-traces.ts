import { createHash } from "node:crypto";
import { ROOT_CONTEXT, trace as traces, TraceFlags } from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { detectResources, envDetector, resourceFromAttributes } from "@opentelemetry/resources";
import { BatchSpanProcessor, RandomIdGenerator, TracerProvider, type IdGenerator } from "@opentelemetry/sdk-trace";
import type { TracedStep } from "../ports/runtime.ts";
import type { Traces } from "./traces.ts";
import { version } from "./version.ts";

/** Maximum number of deliveries to trace per step: closing a sprint causes hundreds. */
const mostTraced = 20;

/**
 * A trace per delivery. Trace and first span have ids made from the delivery's id: any process continues the trace from
 * the ids that the inbox and the train's row hold, and the database stores none. The exporter reads its address, headers
 * and the service's name from `OTEL_*`.
 */
export function createOtlpTraces(): Traces {
  const ids = new DeliveryIds();
  const provider = new TracerProvider({
    idGenerator: ids,
    resource: resourceFromAttributes({ "service.name": "signalbox", "service.version": version }).merge(
      detectResources({ detectors: [envDetector] }),
    ),
    spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter() })],
  });
  const tracer = provider.getTracer("signalbox", version);
  const record = ({ step, startedAt, endedAt, attributes }: TracedStep, delivery: string, deliveries: number) => {
    const first = firstSpanOf(delivery);
    const isFirst = step === "delivery received";
    if (isFirst) ids.first = first;
    const parent = isFirst ? ROOT_CONTEXT : traces.setSpanContext(ROOT_CONTEXT, first);
    const own = prefixed({ ...attributes, delivery, deliveries });
    tracer.startSpan(step, { startTime: startedAt, root: isFirst, attributes: own }, parent).end(endedAt);
  };
  return {
    trace: (step, deliveries) => {
      for (const delivery of deliveries.slice(0, mostTraced)) record(step, delivery, deliveries.length);
    },
    // A collector that does not answer must not fail the end of the service.
    end: () => provider.shutdown().catch(() => undefined),
  };
}

function prefixed(attributes: TracedStep["attributes"]): TracedStep["attributes"] {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`signalbox.${name}`, value]));
}

type SpanIds = { readonly traceId: string; readonly spanId: string };

function firstSpanOf(delivery: string): SpanIds & { readonly traceFlags: TraceFlags; readonly isRemote: true } {
  const digest = createHash("sha256").update(delivery).digest("hex");
  return { traceId: digest.slice(0, 32), spanId: digest.slice(32, 48), traceFlags: TraceFlags.SAMPLED, isRemote: true };
}

/** Random ids, except for a delivery's first span. */
class DeliveryIds implements IdGenerator {
  readonly #random = new RandomIdGenerator();
  /** Ids of the next span, which starts a trace. */
  first: SpanIds | null = null;

  generateSpanId(): string {
    return this.first?.spanId ?? this.#random.generateSpanId();
  }

  /** The tracer asks for it last, and only if the span starts a trace. */
  generateTraceId(): string {
    const { first } = this;
    this.first = null;
    return first?.traceId ?? this.#random.generateTraceId();
  }
}
