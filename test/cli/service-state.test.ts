import { afterEach, expect, test, vi } from "vitest";
import { createInsight } from "../../src/cli/service-state.ts";
import { createMetrics } from "../../src/http/metrics.ts";
import { useTestDatabase } from "../support/database.ts";

const tested = useTestDatabase("pglite");

afterEach(() => void vi.useRealTimers());

test("a database that never answers counts as unreachable before a scrape gives up", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const backlog = () => Promise.withResolvers<never>().promise;
  const { store } = tested;
  const insight = createInsight({ store, boss: { backlog }, connectors: new Map(), trains: [], clock: Date.now });
  const metrics = createMetrics(insight, Date.now);
  const looked = insight.look().catch((error: unknown) => error);
  const told = metrics.text();
  await vi.advanceTimersByTimeAsync(9000);
  expect(await looked).toMatchObject({ name: "Failure", code: "database-unavailable" });
  expect(await told).toContain("signalbox_database_up 0");
});
