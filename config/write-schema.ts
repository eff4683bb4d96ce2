import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { formattedJsonSchema } from "./json-schema.ts";

// `npm run schema`: editors read the written file; a test compares it with the schema it comes from.
writeFileSync(join(import.meta.dirname, "signalbox.schema.json"), formattedJsonSchema());
