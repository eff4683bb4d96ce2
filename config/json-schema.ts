import { z } from "zod";
import { once } from "../src/domain/tracking/once.ts";
import { trainFile } from "./schema.ts";

/** The JSON Schema (draft 7, which editors read) of what a zod schema accepts. */
export const acceptedBy = once((schema: z.ZodType) => z.toJSONSchema(schema, { io: "input", target: "draft-7" }));

/** The train file's JSON Schema. */
export function trainFileJsonSchema(): Record<string, unknown> {
  return { ...acceptedBy(trainFile), title: "Signalbox train file" };
}

/** The bytes of `config/signalbox.schema.json`. */
export function formattedJsonSchema(): string {
  return `${JSON.stringify(trainFileJsonSchema(), null, 2)}\n`;
}
