import { recordsAt, textAt, valueAt } from "../../sandbox/record.ts";
import type { Sandbox } from "../../sandbox/server.ts";
import type { Rendered } from "../../src/ports/connector.ts";
import type { PublicationRecord } from "../../src/ports/publication-ledger.ts";
import { siteOf } from "./world.ts";

/** Whether the tracker has a comment of ours with exactly this managed part, whatever people wrote around it. */
export function holds(sandbox: Sandbox, { remoteId, remoteKey }: PublicationRecord, { body }: Rendered): boolean {
  const [, repository, number] = /^(.+)#(\d+)$/u.exec(remoteKey ?? "") ?? [];
  if (!isThere(sandbox, remoteKey ?? "")) return false;
  if (repository !== undefined) {
    const comments = sandbox.github.people.comments({ repository, number: Number(number) });
    return comments.some(
      (comment) => textAt(comment, "id") === remoteId && (textAt(comment, "body") ?? "").includes(body),
    );
  }
  const comments = siteOf(sandbox).people.comments(remoteKey ?? "");
  const standing = comments.find((comment) => textAt(comment, "id") === remoteId);
  if (siteOf(sandbox).dataCenter !== null) return (textAt(standing, "body") ?? "").includes(body);
  return plain(recordsAt(standing, "body", "content")).includes(inner(valueAt(JSON.parse(body), "content")));
}

/** Whether an issue with this key exists: a deleted one took our comment with it. */
export function isThere(sandbox: Sandbox, key: string): boolean {
  const [, repository, number] = /^(.+)#(\d+)$/u.exec(key) ?? [];
  if (repository === undefined) return siteOf(sandbox).people.issue(key) !== null;
  return sandbox.github.people.issue({ repository, number: Number(number) }) !== null;
}

/** The nodes of an ADF document's content, without its ends. */
function inner(content: unknown): string {
  return plain(content).slice(1, -1);
}

/** Without the ids that Jira adds to nodes. */
function plain(content: unknown): string {
  return JSON.stringify(content, (name, value: unknown) => (name === "localId" ? undefined : value));
}
