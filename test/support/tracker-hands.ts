import type { IssueAddress } from "../../sandbox/data.ts";
import type { Sandbox } from "../../sandbox/server.ts";
import { at, isObject, listAt, textAt, type Json } from "./json.ts";

/** The key of an item or a rollup issue: `PAY-12`, `acme/api#7`. */
type Named = { readonly key: string };

/** One comment in the tracker; `text` is its Markdown, its wiki markup, or its ADF as JSON. */
export type Comment = { readonly id: string; readonly text: string; readonly author: string | null };

/** A person's actions and view in either of a sandbox's trackers. The sandbox has one Jira site. */
export class TrackerHands {
  readonly #sandbox: Sandbox;

  constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox;
  }

  /** Signalbox's own comments on an item, as texts. */
  written(item: Named): readonly string[] {
    return this.#own(item).map(({ text }) => text);
  }

  /** The description or body of an issue, as text. */
  body(item: Named): string {
    const address = addressOf(item);
    if (address === null) return JSON.stringify(at(this.#site.people.issue(item.key), "fields", "description"));
    return textAt(this.#sandbox.github.people.issue(address), "body") ?? "";
  }

  finish(item: Named): void {
    const address = addressOf(item);
    if (address === null) this.#site.people.transition(item.key, "Done");
    else this.#sandbox.github.people.close(address);
  }

  rename(item: Named, title: string): void {
    const address = addressOf(item);
    if (address === null) this.#site.people.editIssue(item.key, { summary: title });
    else this.#sandbox.github.people.edit(address, { title });
  }

  /** Moves an issue to another repository. @returns its new key */
  transfer(item: Named, repository: string): Named {
    const address = addressOf(item);
    if (address === null) throw new TypeError("only GitHub transfers issues");
    const moved = this.#sandbox.github.people.transfer(address, repository);
    return { key: `${moved.repository}#${moved.number}` };
  }

  /** Ticks one of Signalbox's boxes in an issue's text, by its id. */
  tick(item: Named, box: string): void {
    const address = addressOf(item);
    if (address !== null) {
      const lines = this.body(item).split("\n");
      const ticked = lines.map((line) => (line.includes(`tick:${box} `) ? line.replace("[ ]", "[x]") : line));
      this.#sandbox.github.people.edit(address, { body: ticked.join("\n") });
      return;
    }
    const description = at(this.#site.people.issue(item.key), "fields", "description");
    this.#site.people.editIssue(item.key, { description: ticked(description, box) });
  }

  /** Puts words above and below everything in an issue's description. */
  writeAroundBody(item: Named, [above, below]: readonly [string, string]): void {
    const address = addressOf(item);
    if (address !== null) {
      this.#sandbox.github.people.edit(address, { body: `${above}\n\n${this.body(item)}\n\n${below}` });
      return;
    }
    const description = at(this.#site.people.issue(item.key), "fields", "description");
    this.#site.people.editIssue(item.key, { description: around(description, [above, below]) });
  }

  /** The same with Signalbox's comment on an item. */
  writeAroundComment(item: Named, [above, below]: readonly [string, string]): void {
    const address = addressOf(item);
    for (const { id, text } of this.#own(item)) {
      if (address !== null) {
        this.#sandbox.github.people.editComment(Number(id), `${above}\n\n${text}\n\n${below}`);
      } else {
        const change = around(this.#site.dataCenter === null ? JSON.parse(text) : text, [above, below]);
        this.#site.people.editComment({ issue: item.key, id }, change);
      }
    }
  }

  deleteComment(item: Named): void {
    for (const { id } of this.#own(item)) {
      if (addressOf(item) !== null) this.#sandbox.github.people.deleteComment(Number(id));
      else this.#site.people.deleteComment({ issue: item.key, id });
    }
  }

  #own(item: Named): readonly Comment[] {
    const { github } = this.#sandbox;
    const ours = new Set([this.#site.account.accountId, github.login]);
    const address = addressOf(item);
    const records = address === null ? this.#site.people.comments(item.key) : github.people.comments(address);
    return records.map(commentOf).filter(({ author }) => author !== null && ours.has(author));
  }

  get #site() {
    const [site] = this.#sandbox.jira.values();
    if (site === undefined) throw new Error("the sandbox has no Jira site");
    return site;
  }
}

/** Wiki markup, or a document. */
type Text = string | Json;

function commentOf(record: Json): Comment {
  const body = record["body"];
  return {
    id: String(record["id"]),
    text: typeof body === "string" ? body : JSON.stringify(body),
    author: textAt(record, "author", "accountId") ?? textAt(record, "user", "login"),
  };
}

function addressOf({ key }: Named): IssueAddress | null {
  const [, repository, number] = /^(.+)#(\d+)$/.exec(key) ?? [];
  return repository === undefined ? null : { repository, number: Number(number) };
}

function around(document: unknown, words: readonly [string, string]): Text {
  if (typeof document === "string") return [words[0], document, words[1]].join("\r\n\r\n");
  if (!isObject(document)) throw new TypeError("no document");
  const [above, below] = words.map((text) => ({ type: "paragraph", content: [{ type: "text", text }] }));
  return { ...document, content: [above, ...listAt(document, "content"), below] };
}

/** A text with the task of that id ticked. */
function ticked(text: unknown, box: string): Text {
  if (typeof text !== "string") return withDone(text, `signalbox-tick-${box}`);
  const lines = text.split("\n").map((line) => (line.includes(`tick-${box}}`) ? line.replace("( )", "(/)") : line));
  return lines.join("\n");
}

function withDone(node: unknown, localId: string): Json {
  if (!isObject(node)) throw new TypeError("no document");
  const attrs = at(node, "attrs");
  const own = isObject(attrs) && attrs["localId"] === localId ? { attrs: { ...attrs, state: "DONE" } } : {};
  if (!Array.isArray(node["content"])) return { ...node, ...own };
  return { ...node, ...own, content: listAt(node, "content").map((inner) => withDone(inner, localId)) };
}
