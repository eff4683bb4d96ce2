import { parseArgs } from "node:util";
import { z } from "zod";
import { startPostgresServer } from "../test/support/postgres-server.ts";
import type { AnalyseOrder, AnalyseLine } from "./analyse-process.ts";
import { firstLine, startScript } from "./child.ts";

export type AnalyseBench = {
  readonly sizes: readonly (Omit<AnalyseLine, "changeMs"> & { readonly items: number })[];
  /** Growth of the rules' time with the size: 1 is linear. */
  readonly exponent: number;
  /** From one changed item in the database to the train's verdict, the median of nine, by size. */
  readonly changeMs: readonly number[];
  /** The longest block of the event loop, at any size. */
  readonly longestBlockMs: number;
};

/**
 * Evaluates trains of 40 teams with two dependencies per item, with circles and long chains, as the job does: from
 * PostgreSQL, in one process per size; then one changed item.
 */
export async function benchAnalyse(argv: readonly string[]): Promise<AnalyseBench> {
  const { values } = parseArgs({
    args: [...argv],
    options: { items: { type: "string", default: "1000,10000,50000,200000" } },
  });
  await using resources = new AsyncDisposableStack();
  const postgres = await startPostgresServer();
  resources.defer(() => postgres.stop());
  const databaseUrl = postgres.url("postgres");
  const sizes: (AnalyseLine & { readonly items: number })[] = [];
  for (const items of values.items.split(",").map(Number)) {
    sizes.push({ items, ...(await analyse({ databaseUrl, items })) });
  }
  return {
    sizes: sizes.map(({ changeMs: _apart, ...size }) => size),
    exponent: exponentOf(sizes.map(({ items, rulesSeconds }) => [items, rulesSeconds])),
    changeMs: sizes.map(({ changeMs }) => changeMs),
    longestBlockMs: Math.max(...sizes.map(({ longestBlockMs }) => longestBlockMs)),
  };
}

const analyseLine = z.object({
  edges: z.number(),
  conflicts: z.number(),
  loadSeconds: z.number(),
  rulesSeconds: z.number(),
  rollupSeconds: z.number(),
  forecastSeconds: z.number(),
  deliverySeconds: z.number(),
  hintSeconds: z.number(),
  floorSeconds: z.number(),
  peakRssMb: z.number(),
  longestBlockMs: z.number(),
  changeMs: z.number(),
}) satisfies z.ZodType<AnalyseLine>;

async function analyse(order: AnalyseOrder): Promise<AnalyseLine> {
  const child = startScript("analyse-process.ts", []);
  child.stdin?.end(JSON.stringify(order));
  return analyseLine.parse(await firstLine(child));
}

/** The slope of the regression line, both axes logarithmic. */
function exponentOf(points: readonly (readonly [number, number])[]): number {
  const logs = points.map(([size, seconds]) => [Math.log(size), Math.log(seconds)] as const);
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(logs.map(([size]) => size)), mean(logs.map(([, seconds]) => seconds))];
  const above = logs.reduce((sum, [size, seconds]) => sum + (size - x) * (seconds - y), 0);
  const below = logs.reduce((sum, [size]) => sum + (size - x) ** 2, 0);
  return Math.round((above / below) * 100) / 100;
}
