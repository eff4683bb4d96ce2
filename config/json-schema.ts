import { z } from "zod";
import { trainFile } from "./schema.ts";

/** The train file's JSON Schema (draft 7, which editors read), generated from the zod schema. */
export function trainFileJsonSchema(): Record<string, unknown> {
  return { ...z.toJSONSchema(trainFile, { io: "input", target: "draft-7" }), title: "Signalbox train file" };
}

/** The bytes of `config/signalbox.schema.json`. */
export function formattedJsonSchema(): string {
  return `${JSON.stringify(trainFileJsonSchema(), null, 2)}\n`;
}
