import { readableMarkdown } from "../../connectors/github/readable.ts";
import { textFormIn } from "../../connectors/jira/choose-text-form.ts";
import type { ConnectionRecord } from "../ports/train-registry.ts";

/** A text as its readers see it: its title, if any, and the lines of its body. */
export type Readable = (
  connection: string,
  text: { readonly title: string; readonly body: string },
) => readonly string[];

/** Reads rendered bodies as the connections' trackers display them. */
export function readableOf(records: readonly ConnectionRecord[]): Readable {
  const byKey = new Map(records.map((record) => [record.key, record]));
  return (connection, { title, body }) => {
    const record = byKey.get(connection);
    const lines = record?.system === "jira" ? textFormIn(record).readable(body) : readableMarkdown(body);
    return [...(title === "" ? [] : [title, ""]), ...lines];
  };
}
