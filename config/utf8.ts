import { isUtf8 } from "node:buffer";
import { ConfigInvalid } from "./problems.ts";

const utf16Marks: ReadonlySet<string> = new Set(["fffe", "feff"]);

/**
 * The text of a file that people write, without the mark that some editors begin it with.
 * @throws ConfigInvalid if it is in another encoding than UTF-8
 */
export function readUtf8(bytes: Buffer, file: string): string {
  const refused = (text: string) =>
    new ConfigInvalid({ file, problems: [{ line: 0, column: 0, path: "", text }], remedy: "Save it in UTF-8." });
  // Windows PowerShell writes UTF-16 by default.
  if (utf16Marks.has(bytes.toString("hex", 0, 2))) throw refused("it is in UTF-16");
  const text = new TextDecoder().decode(bytes);
  if (isUtf8(bytes)) return text;
  const line = text.slice(0, text.indexOf("\uFFFD")).split("\n").length;
  throw refused(`line ${line} is not in UTF-8`);
}
