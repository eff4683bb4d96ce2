import { readableMarkdown } from "../../connectors/github/readable.ts";
import { readableAdf } from "../../connectors/jira/readable.ts";
import type { ConnectionRecord } from "../ports/train-registry.ts";

/** A text as its readers see it: its title, if any, and the lines of its body. */
export type Readable = (
  connection: string,
  text: { readonly title: string; readonly body: string },
) => readonly string[];

/** Reads rendered bodies as the connections' trackers display them. */
export function readableOf(records: readonly ConnectionRecord[]): Readable {
  const systems = new Map(records.map(({ key, system }) => [key, system]));
  return (connection, { title, body }) => [
    ...(title === "" ? [] : [title, ""]),
    ...(systems.get(connection) === "jira" ? readableAdf(body) : readableMarkdown(body)),
  ];
}
