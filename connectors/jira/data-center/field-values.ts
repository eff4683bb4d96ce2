import { z } from "zod";
import { escapeWiki } from "../wiki/escape.ts";

const Person = z.strictObject({ accountId: z.string() });
const Paragraphs = z.object({
  type: z.literal("doc"),
  content: z.array(z.object({ content: z.array(z.object({ text: z.string() })).catch([]) })),
});

/** Fields of a new issue as Data Center takes them: people by user name, rich texts as wiki markup. */
export function fieldsForCreate(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, valueOf(value)]));
}

function valueOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(valueOf);
  const person = Person.safeParse(value).data;
  if (person !== undefined) return { name: person.accountId };
  const text = Paragraphs.safeParse(value).data;
  if (text === undefined) return value;
  return text.content.map(({ content }) => content.map((node) => escapeWiki(node.text)).join("")).join("\n");
}
