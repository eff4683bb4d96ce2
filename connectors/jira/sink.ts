import { Failure } from "../../src/domain/failure.ts";
import type { RollupTarget } from "../../src/domain/model/train.ts";
import type {
  CommentChange,
  Found,
  Marker,
  Remote,
  Rendered,
  Replacement,
  Sink,
  UpdateOutcome,
} from "../../src/ports/connector.ts";
import type { Document } from "../../src/ports/document.ts";
import type { Log } from "../../src/ports/runtime.ts";
import { LabelRefusals } from "../kit/own-labels.ts";
import type { JiraClient } from "./client.ts";
import { readAccount } from "./probe.ts";
import { createComment, findComments, updateComment, type CommentedItem } from "./sink-comments.ts";
import { createIssue, findIssues, findMovedIssue, readTicks, updateIssue } from "./sink-issues.ts";
import { textFormOf } from "./choose-text-form.ts";

type JiraTarget = Extract<RollupTarget, { system: "jira" }>;

/** The write side of one Jira site. */
export class JiraSink implements Sink {
  readonly system = "jira";
  readonly connection: string;
  readonly #client: JiraClient;
  readonly #refusals: LabelRefusals;
  #accountId: Promise<string> | null = null;

  constructor(client: JiraClient, log: Log) {
    this.#client = client;
    this.connection = client.connection.key;
    this.#refusals = new LabelRefusals(this.connection, log);
  }

  render(document: Document, marker: Marker): Rendered {
    return textFormOf(this.#client.connection).render(document, marker);
  }

  createIssue(target: RollupTarget, rendered: Replacement, marker: Marker): Promise<Remote> {
    return createIssue(this.#client, this.#refusals, { target: this.#own(target), rendered, marker });
  }

  updateIssue(remote: Remote, rendered: Replacement, marker: Marker): Promise<UpdateOutcome> {
    return updateIssue(this.#client, this.#refusals, { remote, rendered, marker });
  }

  readTicks(remote: Remote, marker: Marker, ids: readonly string[]): Promise<readonly string[]> {
    return readTicks(this.#client, { remote, marker, ids });
  }

  createComment(item: CommentedItem, rendered: Replacement, marker: Marker): Promise<Remote> {
    return createComment(this.#client, { item, rendered, marker });
  }

  updateComment(item: CommentedItem, remote: Remote, change: CommentChange): Promise<UpdateOutcome> {
    return updateComment(this.#client, { item, remote, change, account: () => this.account() });
  }

  async findIssues(target: RollupTarget, marker: Marker, former: readonly string[] = []): Promise<readonly Remote[]> {
    const accountIds = [await this.account(), ...former];
    return findIssues(this.#client, { target: this.#own(target), marker, accountIds });
  }

  findMovedIssue(target: RollupTarget, remote: Remote, marker: Marker): Promise<Remote | null> {
    return findMovedIssue(this.#client, { target: this.#own(target), remote, marker });
  }

  async findComments(item: CommentedItem, former: readonly string[] = []): Promise<readonly Found[]> {
    return findComments(this.#client, { item, accountIds: [await this.account(), ...former] });
  }

  /** Requests it once, and again only after a failure. */
  account(): Promise<string> {
    this.#accountId ??= readAccount(this.#client).then(
      ({ accountId }) => accountId,
      (error: unknown) => {
        this.#accountId = null;
        throw error;
      },
    );
    return this.#accountId;
  }

  #own(target: RollupTarget): JiraTarget {
    if (target.system === "jira") return target;
    throw new Failure({
      code: "config-invalid",
      what: `${this.connection} is a Jira site, ${target.repo} a repository.`,
      remedy: "Name a project of the site under reports.rollup.",
      verdict: { kind: "stop" },
    });
  }
}
