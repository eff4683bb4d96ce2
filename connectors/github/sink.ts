import { Failure } from "../../src/domain/failure.ts";
import type { RollupTarget } from "../../src/domain/model/train.ts";
import type { WorkItem } from "../../src/domain/items/work-item.ts";
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
import { isSameAccount, type Account } from "./account.ts";
import type { GithubClient } from "./client.ts";
import type { Purpose } from "../kit/request.ts";
import { inRoom, ofAnotherAccount } from "../kit/write-in-room.ts";
import { besideIn, holdsMarker, managedPart, markerIn, replaceManaged, withMarker, withMarks } from "./managed-part.ts";
import { findMovedIssue } from "./moved.ts";
import { restPages, parseAll } from "./pages.ts";
import { addressOf, keyOf, partsOf } from "./place.ts";
import { longestText, renderMarkdown, sizeOf } from "./render.ts";
import { Posted, PostedIssue, Records100 } from "./schema.ts";
import { mayBeAboutLabels, noteRefusal, setLabels } from "./sink-labels.ts";
import { ticksIn } from "./ticks.ts";
import { refusedWith } from "../kit/http-failure.ts";
import { createdOnly, excessIn, inRenamed, orGone, unlessFull, unlessUnknown } from "./write-outcome.ts";

type Item = Pick<WorkItem, "key" | "nativeId">;

/** Address of an issue or its comments, for calls. */
type Address = { readonly owner: string; readonly repo: string; readonly issue_number: number };

/** The write side of one GitHub: issues and comments by REST, with the managed part between marks. */
export class GithubSink implements Sink {
  readonly system = "github";
  readonly connection: string;
  readonly #client: GithubClient;
  readonly #account: Account;
  readonly #refusals: LabelRefusals;

  constructor(client: GithubClient, account: Account, log: Log) {
    this.#client = client;
    this.#account = account;
    this.connection = client.connection.key;
    this.#refusals = new LabelRefusals(this.connection, log);
  }

  render(document: Document): Rendered {
    return renderMarkdown(document, this.#client.connection.webUrl);
  }

  async createIssue(target: RollupTarget, rendered: Rendered, marker: Marker): Promise<Remote> {
    const { repo: name, labels: given = [], assignees = [] } = ownTarget(target);
    const bare = { ...rendered, labels: [], assignees };
    const labels = [...new Set([...rendered.labels, ...given])];
    if (labels.length === 0 || !this.#refusals.takesLabels(name)) return this.#create(name, bare, marker);
    try {
      return await this.#create(name, { ...bare, labels }, marker);
    } catch (error) {
      // GitHub refuses the whole create because of one label: nothing exists yet.
      if (!mayBeAboutLabels(error) || error.code === "not-found") throw error;
      const created = await this.#create(name, bare, marker);
      noteRefusal(this.#refusals, { client: this.#client, repo: name, error });
      return created;
    }
  }

  async #create(name: string, { title, body, labels, assignees }: NewIssue, marker: Marker): Promise<Remote> {
    const labelled = labels.length === 0 ? {} : { labels: [...labels] };
    const assigned = assignees.length === 0 ? {} : { assignees: [...assignees] };
    const content = { title, body: withMarks(body, marker), ...labelled, ...assigned };
    const issue = await inRenamed(this.#client, name, (present) =>
      createdOnly(this.#client, {
        what: `creating the rollup issue in ${present}`,
        owner: partsOf(present).owner,
        schema: PostedIssue,
        remedies: { ...this.#remedies(present), ...assigneesRemedy(present, assignees) },
        request: ({ rest }) => rest.issues.create({ ...partsOf(present), ...content }),
      }),
    );
    return remoteOf(issue, `${name}#${issue.number}`);
  }

  async updateIssue(remote: Remote, text: Replacement, marker: Marker): Promise<UpdateOutcome> {
    const { title, labels } = text;
    const what = `updating ${remote.key}`;
    const update = async (): Promise<UpdateOutcome> => {
      const address = issueAddress(remote.key);
      const { data: posted } = await this.#client.rest({
        what,
        owner: address.owner,
        schema: PostedIssue,
        request: ({ rest }) => rest.issues.get(address),
      });
      // A transferred issue answers from its new repository, so writes it there.
      const present = issueAddress(keyOf(posted));
      const label = () =>
        setLabels(this.#client, this.#refusals, { address: present, present: posted.labels, wanted: labels });
      return this.#inRoom(text, { key: remote.key, posted, carried: marker, marker }, async (changed) => {
        if (changed === posted.body && title === posted.title) return (await label()) ? "updated" : "unchanged";
        await this.#client.rest({
          what,
          owner: present.owner,
          schema: PostedIssue,
          kind: "write",
          remedies: this.#remedies(`${present.owner}/${present.repo}`),
          request: ({ rest }) => rest.issues.update({ ...present, title, body: changed }),
        });
        await label();
        return "updated";
      });
    };
    // GitHub reports transferred or deleted issues as such; a 404 may mean hidden.
    const outcome = await orGone(this.#client, remote.key, update);
    return outcome === "missing" ? "unseen" : outcome;
  }

  /**
   * Writes the managed part in the room beside people's text; the account may lack permission to edit another account's
   * text.
   */
  async #inRoom(
    text: Replacement,
    { key, posted, carried, marker }: PostedText,
    write: (body: string) => Promise<UpdateOutcome>,
  ): Promise<UpdateOutcome> {
    const { connection } = this;
    const before = withMarker(posted.body, carried, marker);
    const room = { connection, key, beside: sizeOf(besideIn(before, marker)), limit: longestText, excessIn };
    try {
      return await inRoom<UpdateOutcome>(text, room, async (fitted) => {
        const body = replaceManaged(before, fitted.body, marker);
        if (body === null) return "held";
        return sizeOf(body) > longestText ? null : write(body);
      });
    } catch (error) {
      const author = posted.user?.login;
      if (!(error instanceof Failure) || refusedWith(error) !== 403 || author === undefined) throw error;
      if (error.code !== "forbidden" || isSameAccount(await this.#account.self(), posted.user)) throw error;
      const thing = `our text at ${posted.html_url}`;
      throw ofAnotherAccount({ connection, thing, author, permission: `the role "Write" there` }, error);
    }
  }

  async readTicks({ key }: Remote, marker: Marker, ids: readonly string[]): Promise<readonly string[]> {
    const address = issueAddress(key);
    const { data } = await this.#client.rest({
      what: `reading the boxes of ${key}`,
      owner: address.owner,
      schema: PostedIssue,
      request: ({ rest }) => rest.issues.get(address),
    });
    return ticksIn(managedPart(data.body, marker) ?? "", ids);
  }

  async createComment(item: Item, { body }: Rendered, marker: Marker): Promise<Remote> {
    const address = issueAddress(item.key);
    const comment = await unlessFull(item.key, () =>
      createdOnly(this.#client, {
        what: `commenting on ${item.key}`,
        owner: address.owner,
        schema: Posted,
        remedies: this.#remedies(`${address.owner}/${address.repo}`),
        request: ({ rest }) => rest.issues.createComment({ ...address, body: withMarks(body, marker) }),
      }),
    );
    return remoteOf(comment, item.key);
  }

  async updateComment(item: Item, { remoteId }: Remote, change: CommentChange): Promise<UpdateOutcome> {
    const { rendered, marker, carried = marker } = change;
    const what = `updating our comment on ${item.key}`;
    const update = async (): Promise<UpdateOutcome> => {
      const { owner, repo } = issueAddress(item.key);
      const address = { owner, repo, comment_id: Number(remoteId) };
      const { data: posted } = await this.#client.rest({
        what,
        owner,
        schema: Posted,
        request: ({ rest }) => rest.issues.getComment(address),
      });
      return this.#inRoom(rendered, { key: item.key, posted, carried, marker }, async (body) => {
        if (body === posted.body) return "unchanged";
        await this.#client.rest({
          what,
          owner,
          schema: Posted,
          kind: "write",
          remedies: this.#remedies(`${owner}/${repo}`),
          request: ({ rest }) => rest.issues.updateComment({ ...address, body }),
        });
        return "updated";
      });
    };
    const outcome = await orGone(this.#client, item.key, update);
    return outcome === "missing" ? "gone" : outcome;
  }

  /** Searches by author and not by date: the text may be much older than the recovery from a crash. */
  async findIssues(target: RollupTarget, marker: Marker, former: readonly string[] = []): Promise<readonly Remote[]> {
    const { repo: name } = ownTarget(target);
    const found: Remote[] = [];
    // A search by a former login would find nothing, and Signalbox would write everything again.
    const { login } = await this.#account.selfNow();
    found.push(...(await this.#issuesBy(login, name, marker)));
    for (const creator of former) found.push(...(await unlessUnknown(() => this.#issuesBy(creator, name, marker))));
    return found;
  }

  findMovedIssue(target: RollupTarget, remote: Remote, marker: Marker): Promise<Remote | null> {
    return findMovedIssue(this.#client, { repo: ownTarget(target).repo, remote, marker });
  }

  /** Login of Signalbox's account. */
  async account(): Promise<string> {
    return (await this.#account.self()).login;
  }

  async #issuesBy(creator: string, name: string, marker: Marker): Promise<readonly Remote[]> {
    const pages = restPages(this.#client, {
      what: `looking for our issues in ${name}`,
      owner: partsOf(name).owner,
      schema: Records100,
      request: ({ rest }) => rest.issues.listForRepo({ ...partsOf(name), creator, state: "all", per_page: 100 }),
    });
    const found: Remote[] = [];
    for await (const page of pages) {
      const issues = parseAll(PostedIssue, page, name).records.filter(
        (issue) => isSameAccount({ login: creator, id: null }, issue.user) && holdsMarker(issue.body, marker),
      );
      found.push(...issues.map((issue) => remoteOf(issue, `${name}#${issue.number}`)));
    }
    return found;
  }

  async findComments(item: Item, former: readonly string[] = []): Promise<readonly Found[]> {
    const address = issueAddress(item.key);
    const ours = [await this.#account.self(), ...former.map((login) => ({ login, id: null }))];
    const pages = restPages(this.#client, {
      what: `looking for our comments on ${item.key}`,
      owner: address.owner,
      schema: Records100,
      request: ({ rest }) => rest.issues.listComments({ ...address, per_page: 100 }),
    });
    const found: Found[] = [];
    for await (const page of pages) {
      for (const comment of parseAll(Posted, page, item.key).records) {
        const marker = ours.some((account) => isSameAccount(account, comment.user)) ? markerIn(comment.body) : null;
        if (marker !== null) found.push({ ...remoteOf(comment, item.key), marker });
      }
    }
    return found;
  }

  #remedies(repo: string) {
    return {
      forbidden: `Give the token or app of connection ${this.connection} the permission "Issues: write" on ${repo}; an archived repository or a locked issue cannot be written to.`,
      "not-found": `Check that ${repo} exists, has issues switched on, and that connection ${this.connection} may write to it.`,
    };
  }
}

/** The present text, and its marker. */
type PostedText = {
  readonly key: string;
  readonly posted: Posted;
  readonly carried: Marker;
  readonly marker: Marker;
};

function remoteOf({ id, html_url: url }: Posted, key: string): Remote {
  return { remoteId: id, url, key };
}

/** GitHub refuses the whole create (422) for one person who cannot be assigned. */
function assigneesRemedy(repo: string, assignees: readonly string[]): Purpose["remedies"] {
  if (assignees.length === 0) return {};
  const names = assignees.join(", ");
  return {
    "request-refused": `Read what GitHub says; if it is about assignees, correct \`assignees\` under reports.rollup: ${names} must be people who can be assigned in ${repo}.`,
  };
}

type NewIssue = Rendered & { readonly assignees: readonly string[] };

function ownTarget(target: RollupTarget): Extract<RollupTarget, { system: "github" }> {
  if (target.system !== "github") throw new TypeError("a target of another tracker");
  return target;
}

function issueAddress(key: string): Address {
  const address = addressOf(key);
  if (address === null) throw new TypeError("not the key of a GitHub issue");
  return { ...partsOf(address.repo), issue_number: address.number };
}
