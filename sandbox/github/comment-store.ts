import type { Comment } from "./entity.ts";

/** Comments by id and by issue, in the order they were written. */
export class CommentStore {
  readonly #byId = new Map<number, Comment>();
  readonly #idsByIssue = new Map<number, number[]>();
  readonly #idByNode = new Map<string, number>();

  put(comment: Comment): void {
    if (!this.#byId.has(comment.id)) {
      const ids = this.#idsByIssue.get(comment.issueId) ?? [];
      ids.push(comment.id);
      this.#idsByIssue.set(comment.issueId, ids);
    }
    this.#byId.set(comment.id, comment);
    this.#idByNode.set(comment.nodeId, comment.id);
  }

  remove(comment: Comment): void {
    this.#byId.delete(comment.id);
    this.#idByNode.delete(comment.nodeId);
    const ids = this.#idsByIssue.get(comment.issueId) ?? [];
    this.#idsByIssue.set(
      comment.issueId,
      ids.filter((id) => id !== comment.id),
    );
  }

  byId(id: number): Comment | null {
    return this.#byId.get(id) ?? null;
  }

  byNodeId(nodeId: string): Comment | null {
    return this.byId(this.#idByNode.get(nodeId) ?? -1);
  }

  of(issueId: number): readonly Comment[] {
    return (this.#idsByIssue.get(issueId) ?? []).flatMap((id) => this.byId(id) ?? []);
  }

  count(issueId: number): number {
    return this.#idsByIssue.get(issueId)?.length ?? 0;
  }

  all(): Iterable<Comment> {
    return this.#byId.values();
  }

  /** Moves comments with their issue. */
  move(fromIssueId: number, toIssueId: number): void {
    for (const comment of this.of(fromIssueId)) {
      this.remove(comment);
      this.put({ ...comment, issueId: toIssueId });
    }
  }
}
