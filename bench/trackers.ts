import { once } from "node:events";
import { z } from "zod";
import type { Connection } from "../src/ports/connection.ts";
import { firstLine, startScript } from "./child.ts";
import type { TrackerProcessLine } from "./tracker-process.ts";

const trackerLine = z.object({
  url: z.string(),
  items: z.number(),
  pages: z.number(),
  connections: z.array(z.custom<Connection>((value) => typeof value === "object")),
  trainFile: z.string(),
}) satisfies z.ZodType<TrackerProcessLine>;

/** Starts trackers with N generated issues in their own process; it ends with `resources`. */
export async function startTrackers(items: number, resources: AsyncDisposableStack): Promise<TrackerProcessLine> {
  const child = startScript("tracker-process.ts", ["--items", String(items)]);
  resources.defer(async () => {
    const ended = once(child, "exit");
    child.stdin?.end();
    await ended;
  });
  return trackerLine.parse(await firstLine(child));
}
