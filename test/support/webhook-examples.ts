import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import type { Json } from "./json.ts";

const Example = z.record(z.string(), z.unknown());
const Events = z.array(z.object({ name: z.string(), examples: z.array(Example) }));

const file = fileURLToPath(import.meta.resolve("@octokit/webhooks-examples"));

/** Bodies that GitHub once sent and publishes: `["issues", "opened", {…}]`. */
export const webhookExamples = Events.parse(JSON.parse(readFileSync(file, "utf8"))).flatMap(({ name, examples }) =>
  examples.map((body): readonly [event: string, action: string, body: Json] => [
    name,
    typeof body["action"] === "string" ? body["action"] : "",
    body,
  ]),
);
