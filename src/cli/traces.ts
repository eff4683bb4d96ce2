import type { Environment } from "../../config/environment.ts";
import { shareEnvironment } from "../../config/settings.ts";
import type { Trace } from "../ports/runtime.ts";

export type Traces = {
  readonly trace: Trace;
  /** Sends what waits. */
  end(): Promise<void>;
};

/**
 * Traces to the collector that the environment names, by OpenTelemetry's own variables
 * (https://opentelemetry.io/docs/specs/otel/protocol/exporter/). Without one it loads nothing and records nothing.
 */
export async function openTraces(env: Environment): Promise<Traces> {
  const addresses = [env["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"], env["OTEL_EXPORTER_OTLP_ENDPOINT"]];
  const isOff = env["OTEL_SDK_DISABLED"]?.toLowerCase() === "true" || env["OTEL_TRACES_EXPORTER"] === "none";
  if (isOff || addresses.every((address) => (address ?? "") === "")) {
    return { trace: () => undefined, end: () => Promise.resolve() };
  }
  shareEnvironment(env, "OTEL_");
  const { createOtlpTraces } = await import("./otlp-traces.ts");
  return createOtlpTraces();
}
