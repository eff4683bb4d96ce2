import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { formattedJsonSchema } from "./json-schema.ts";

// `npm run schema`: editors read the generated file; a test compares it with the zod schema.
writeFileSync(join(import.meta.dirname, "signalbox.schema.json"), formattedJsonSchema());
