import { z } from "zod";
import { oneOrMore, slug, text } from "./text-schema.ts";

/** A name, or an id, which YAML parses as a number. */
const word = z
  .union([text, z.int().min(0).transform(String)], { error: "a name or an id" })
  .describe("Name (case does not matter) or id");

const bearers = ["status", "resolution", "label"] as const;

const narrowed = z
  .strictObject({
    status: word.optional().describe("A status of Jira"),
    resolution: word.optional().describe("A resolution of Jira"),
    label: word.optional().describe("A label of GitHub"),
    connection: slug.optional().describe("Key of the connection where this holds. Default: all connections"),
  })
  .superRefine((entry, ctx) => {
    if (bearers.filter((bearer) => entry[bearer] !== undefined).length === 1) return;
    ctx.addIssue({ code: "custom", message: "expected one of `status`, `resolution` and `label`" });
  });

const entry = z
  .union([word, narrowed], { error: "a name or an id, or one of `status`, `resolution` and `label`" })
  .meta({ id: "statusWord" });
export type StatusEntry = z.output<typeof entry>;

const words = oneOrMore(entry, "a name or an id").optional();

/** In the order in which messages list them. */
export const statusMeanings = ["todo", "in-progress", "done", "cancelled"] as const;

export const statuses = z.strictObject({
  todo: words.describe("Work that has not begun"),
  "in-progress": words.describe("Work that has begun"),
  done: words.describe("Finished work"),
  cancelled: words.describe("Work that will not be done"),
} satisfies Record<(typeof statusMeanings)[number], typeof words>);
export type StatusEntries = z.output<typeof statuses>;
