import { markerLabel, ownLabel } from "../../connectors/jira/markers.ts";
import { isOwnLabel } from "../../connectors/kit/own-labels.ts";
import type { IssueAddress } from "../../sandbox/data.ts";
import { isRecord, listAt, recordsAt, textAt, valueAt } from "../../sandbox/record.ts";
import type { Sandbox } from "../../sandbox/server.ts";
import type { Rendered } from "../../src/ports/connector.ts";
import type { PublicationRecord } from "../../src/ports/publication-ledger.ts";
import { siteOf } from "./world.ts";

/** Whether the tracker has a text of ours with exactly this managed part, whatever people wrote around it. */
export function holds(sandbox: Sandbox, record: PublicationRecord, rendered: Rendered): boolean {
  const { kind, remoteKey } = record;
  if (!isThere(sandbox, remoteKey ?? "")) return false;
  return kind === "rollup" ? holdsIssue(sandbox, record, rendered) : holdsComment(sandbox, record, rendered);
}

/** Title, labels of ours and managed part. */
function holdsIssue(sandbox: Sandbox, { remoteKey, marker }: PublicationRecord, rendered: Rendered): boolean {
  const address = addressOf(remoteKey ?? "");
  if (address === null) {
    const fields: unknown = valueAt(siteOf(sandbox).people.issue(remoteKey ?? ""), "fields");
    const labels = [ownLabel, markerLabel(marker), ...rendered.labels];
    return (
      textAt(fields, "summary") === rendered.title &&
      areLabels(listAt(fields, "labels"), labels) &&
      contains(valueAt(fields, "description"), rendered)
    );
  }
  const issue = sandbox.github.people.issue(address);
  const labels = recordsAt(issue, "labels").map((label) => textAt(label, "name"));
  return (
    textAt(issue, "title") === rendered.title &&
    areLabels(labels, rendered.labels) &&
    contains(textAt(issue, "body"), rendered)
  );
}

function holdsComment(sandbox: Sandbox, { remoteId, remoteKey }: PublicationRecord, rendered: Rendered): boolean {
  const address = addressOf(remoteKey ?? "");
  const comments =
    address === null ? siteOf(sandbox).people.comments(remoteKey ?? "") : sandbox.github.people.comments(address);
  const standing = comments.find((comment) => textAt(comment, "id") === remoteId);
  return contains(valueAt(standing, "body"), rendered);
}

/** Whether people's labels aside, exactly these are there. */
function areLabels(present: readonly unknown[], wanted: readonly string[]): boolean {
  const ours = new Set(present.filter((label) => typeof label === "string" && isOwnLabel(label)));
  return ours.size === new Set(wanted).size && wanted.every((label) => ours.has(label));
}

/** @param text Markdown, wiki markup or an ADF document */
function contains(text: unknown, { body }: Rendered): boolean {
  if (typeof text === "string") return timeless(text).includes(timeless(body));
  if (!isRecord(text)) return false;
  return plain(valueAt(text, "content")).includes(inner(valueAt(JSON.parse(body), "content")));
}

/** Signalbox does not rewrite a text because the time of its figures changed. */
function timeless(text: string): string {
  return text.replaceAll(/Figures as of [^.]*\./gu, "Figures as of then.");
}

/** Whether an issue with this key exists: a deleted one took our comment with it. */
export function isThere(sandbox: Sandbox, key: string): boolean {
  const address = addressOf(key);
  return (address === null ? siteOf(sandbox).people.issue(key) : sandbox.github.people.issue(address)) !== null;
}

/** Of an issue in GitHub; null for Jira's. */
function addressOf(key: string): IssueAddress | null {
  const [, repository, number] = /^(.+)#(\d+)$/u.exec(key) ?? [];
  return repository === undefined ? null : { repository, number: Number(number) };
}

/** The nodes of an ADF document's content, without its ends. */
function inner(content: unknown): string {
  return plain(content).slice(1, -1);
}

/** Without the ids that Jira adds to nodes, and the attributes that hold nothing else. */
function plain(content: unknown): string {
  const words = JSON.stringify(content, (name, value: unknown) =>
    name === "localId" || (name === "attrs" && isOnlyId(value)) ? undefined : value,
  );
  return timeless(words);
}

function isOnlyId(attrs: unknown): boolean {
  return isRecord(attrs) && Object.keys(attrs).every((name) => name === "localId");
}
