import type { RawRecord } from "../data.ts";
import { numberAt, recordsAt, textAt, without } from "../record.ts";

/** A comment; `record` is as the API gives it, with its entity properties beside it. */
export type StoredComment = {
  readonly id: string;
  readonly issueId: string;
  readonly record: RawRecord;
  readonly properties: ReadonlyMap<string, unknown>;
};

/** Comments by id and by issue, oldest first. */
export class CommentStore {
  readonly #byId = new Map<string, StoredComment>();
  readonly #idsByIssue = new Map<string, string[]>();
  readonly #baseUrl: string;
  #lastId = 10_000;

  constructor(baseUrl: string) {
    this.#baseUrl = baseUrl;
  }

  /** Adds the comments in a raw issue record. */
  load(issueId: string, issueRecord: RawRecord): void {
    for (const record of recordsAt(issueRecord, "fields", "comment", "comments")) {
      const id = textAt(record, "id") ?? this.nextId();
      const properties = recordsAt(record, "properties").map(
        (property) => [textAt(property, "key") ?? "", property["value"]] as const,
      );
      this.put({ id, issueId, record: without({ ...record, id }, "properties"), properties: new Map(properties) });
    }
  }

  nextId(): string {
    this.#lastId += 1;
    return String(this.#lastId);
  }

  put(comment: StoredComment): void {
    if (!this.#byId.has(comment.id)) {
      this.#idsByIssue.set(comment.issueId, [...(this.#idsByIssue.get(comment.issueId) ?? []), comment.id]);
    }
    this.#byId.set(comment.id, comment);
    this.#lastId = Math.max(this.#lastId, numberAt(comment, "id") ?? 0);
  }

  remove(comment: StoredComment): void {
    this.#byId.delete(comment.id);
    const left = (this.#idsByIssue.get(comment.issueId) ?? []).filter((id) => id !== comment.id);
    this.#idsByIssue.set(comment.issueId, left);
  }

  removeAll(issueId: string): void {
    for (const comment of this.of(issueId)) this.remove(comment);
  }

  byId(id: string): StoredComment | null {
    return this.#byId.get(id) ?? null;
  }

  of(issueId: string): readonly StoredComment[] {
    return (this.#idsByIssue.get(issueId) ?? [])
      .map((id) => this.#byId.get(id))
      .filter((comment) => comment !== undefined);
  }

  /** The `comment` field of an issue. */
  field(issueId: string): RawRecord {
    const comments = this.of(issueId).map(({ record }) => record);
    const self = `${this.#baseUrl}/rest/api/3/issue/${issueId}/comment`;
    return { comments, self, maxResults: comments.length, total: comments.length, startAt: 0 };
  }
}
