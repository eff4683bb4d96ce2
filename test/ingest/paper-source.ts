import type { WorkItemId } from "../../src/domain/ids.ts";
import type { Link, PullRequest, WorkItem } from "../../src/domain/items/work-item.ts";
import {
  emptyPage,
  type Budget,
  type Container,
  type Coverage,
  type Identity,
  type KeyedIdentity,
  type Peek,
  type Probe,
  type PulledEdges,
  type Source,
  type SourcePage,
  type Stream,
  type UnreadPart,
  type UnseenField,
  type Watch,
} from "../../src/ports/connector.ts";
import type { Move } from "../../src/ports/webhook.ts";
import { Failure, type FailureCode, type Verdict } from "../../src/domain/failure.ts";
import { anItem, noon } from "../support/builders.ts";

const pageSize = 2;

/** A tracker on paper: it has items that people change, and answers for what it has at that moment. */
export class PaperSource implements Source, Watch {
  readonly connection = "acme";
  readonly system = "jira";
  readonly items = new Map<string, WorkItem>();
  readonly links: Link[] = [];
  readonly stubs: WorkItem[] = [];
  /** Members of queries by JQL. */
  readonly members = new Map<string, readonly string[]>();
  /** Handles of items whose record nobody can understand. */
  readonly garbled = new Set<string>();
  /** What goes wrong, by what is asked for: `pull issues`, `fetch`, `fetch 7` … */
  readonly faults = new Map<string, Error>();
  /** All that was asked for, in order. */
  readonly asked: string[] = [];
  /** What people do meanwhile, by what is asked for. */
  readonly meanwhile = new Map<string, () => void>();
  listed: readonly Stream[] = [
    { name: "issues", mode: "incremental", pace: "poll" },
    { name: "members", mode: "full", pace: "sweep" },
  ];
  #now = noon;

  /** Adds an item or changes it. A new one has nothing that items share, so that no sweep looks at it for that. */
  edit(nativeId: string, change: Partial<WorkItem> = {}): void {
    this.#now += 1000;
    const before = this.items.get(nativeId) ?? { sourceKind: "" };
    this.items.set(nativeId, { ...anItem({ nativeId, ...before, ...change }), updatedAt: this.#now });
  }

  /** As it is now. */
  item(nativeId: string): WorkItem {
    const item = this.items.get(nativeId);
    if (item === undefined) throw new Error(`there is no ${nativeId}`);
    return item;
  }

  remove(nativeId: string): void {
    this.items.delete(nativeId);
    const { id } = anItem({ nativeId });
    for (const link of this.links.filter(({ source, target }) => source === id || target === id)) {
      this.links.splice(this.links.indexOf(link), 1);
    }
  }

  /** Lets one block the other, or not any more. Each end tells it, and knows the other by sight. */
  join(nativeId: string, other: string, isJoined: boolean): void {
    const [one, two] = [this.items.get(nativeId), this.items.get(other)];
    if (one === undefined || two === undefined || one === two) return;
    const link = blocks(one.id, two.id);
    const known = this.links.findIndex(({ id }) => id === link.id);
    if (known !== -1) this.links.splice(known, 1);
    if (isJoined) this.links.push(link);
  }

  async checkAccess(): Promise<void> {
    this.#ask("access");
  }

  /** What the check came upon, which the next reading of the issues may take instead of asking. */
  #cameUpon: readonly WorkItem[] | null = null;

  async probe(): Promise<Probe> {
    this.#ask("probe");
    if (this.comesUponIssues) this.#cameUpon = [...this.items.values()];
    return {
      account: { id: "me", name: "Signalbox" },
      notes: [{ group: "fields", outcome: "warning", means: "a note", remedy: null }],
      containers: this.containers,
    };
  }

  streams(): readonly Stream[] {
    return this.listed;
  }

  /** Whether a check comes upon what streams hold. */
  comesUponIssues = false;
  containers: readonly Container[] = [];
  /** What its search shows still, though it is gone. */
  readonly ghosts: WorkItem[] = [];
  /** What its search does not show yet, though it is there. */
  readonly unlisted = new Set<string>();
  /** Parts of the stream `issues`, and what records mean. */
  covered: Coverage = { parts: [{ id: "project:PAY", name: "container:PAY" }], meaning: "1", unread: [] };

  async coverage(): Promise<Coverage> {
    return this.covered;
  }

  budgets(): readonly Budget[] {
    return [];
  }

  requests(): number {
    return this.asked.length;
  }

  async peek({ name }: Pick<Stream, "name">, token: string | null): Promise<Peek> {
    const now = String(this.#now);
    this.#ask(`peek ${name}`);
    return { changed: token !== now, token: now };
  }

  /** How the issues were asked for: names of the parts, and since when. */
  readonly spans: (readonly [string, number | null])[] = [];
  /** Fields of all items that it hides. */
  readonly unseen: UnseenField[] = [];
  /** What it has to leave out, by the stream it is a part of. */
  readonly leftOut = new Map<string, readonly UnreadPart[]>();
  /** What time it is for the tracker. */
  toldAt: number | null = null;

  async *pull(
    { name }: Pick<Stream, "name">,
    since: number | null,
    only?: ReadonlySet<string>,
  ): AsyncGenerator<SourcePage> {
    const told = this.toldAt === null ? {} : { toldAt: this.toldAt };
    const parts = this.covered.parts.filter(({ id }) => only?.has(id) !== false);
    if (name === "issues") this.spans.push([parts.map((part) => part.name).join(), since]);
    const items = name === "issues" ? [...(this.#cameUpon ?? this.items.values()), ...this.ghosts] : [];
    this.#cameUpon = null;
    const fresh = items.filter(({ updatedAt }) => since === null || (updatedAt ?? 0) >= since);
    const shown = fresh.filter(({ nativeId }) => !this.unlisted.has(nativeId));
    const covered = shown.filter(({ container }) => parts.some(({ id }) => id === `project:${container}`));
    for (const page of this.#pages(covered)) {
      this.#ask(`pull ${name}`);
      yield { ...page, ...told };
    }
    const unread = this.leftOut.get(name);
    if (unread !== undefined) yield { ...emptyPage, unread, ...told };
    this.#ask(`pull ${name}`);
    if (name !== "members") return;
    // A link makes no item younger: what a delivery does not tell of it, this does.
    const inside = [...this.items.values()].filter(({ container }) =>
      parts.some(({ id }) => id === `project:${container}`),
    );
    if (inside.length > 0)
      yield {
        ...emptyPage,
        edges: inside.map((item) => {
          return { itemId: item.id, parentId: item.parentId, history: [], ...this.#edgesOf(item) };
        }),
      };
    for (const [jql, members] of this.members) {
      const ids = members.map((nativeId) => ({ query: jql, itemId: anItem({ nativeId }).id, handle: nativeId }));
      yield { ...emptyPage, members: ids };
    }
  }

  async *fetch(handles: readonly string[]): AsyncGenerator<SourcePage> {
    this.#ask("fetch");
    for (const handle of handles) this.#ask(`fetch ${handle}`);
    const called = new Map([...this.items.values()].map((item) => [item.key, item]));
    yield* this.#pages(handles.flatMap((handle) => this.items.get(handle) ?? called.get(handle) ?? []));
  }

  outdate(): void {
    this.#cameUpon = null;
  }

  async *identities(): AsyncGenerator<readonly Identity[]> {
    for (const item of this.items.values()) {
      this.#ask("identities");
      if (this.covered.parts.some(({ id }) => id === `project:${item.container}`))
        yield [{ id: item.id, handle: item.handle }];
    }
    this.#ask("identities");
  }

  /** What has another id since it moved. */
  readonly moves: Move[] = [];

  async findMoved(items: readonly KeyedIdentity[]): Promise<readonly Move[]> {
    for (const { key } of items) this.#ask(`where ${key} is`);
    return this.moves.filter(({ from }) => items.some(({ handle }) => handle === from));
  }

  #edgesOf({ id }: WorkItem): Pick<PulledEdges, "links" | "completeOrigins" | "stubs"> {
    return {
      links: this.links.filter(({ source, target }) => source === id || target === id),
      completeOrigins: ["jira-link"],
      stubs: [...this.stubs, ...this.#stubsBeside(id)],
    };
  }

  #stubsBeside(id: WorkItemId): readonly WorkItem[] {
    const ends = new Set(
      this.links.flatMap(({ source, target }) => (source === id ? target : target === id ? source : [])),
    );
    const others = [...this.items.values()].filter((item) => ends.has(item.id));
    return others.map((item) => ({ ...item, presence: "stub" }));
  }

  times(what: string): number {
    return this.asked.filter((one) => one === what).length;
  }

  #ask(what: string): void {
    this.asked.push(what);
    const act = this.meanwhile.get(what);
    this.meanwhile.delete(what);
    act?.();
    const fault = this.faults.get(what);
    if (fault !== undefined) throw fault;
  }

  #pages(items: readonly WorkItem[]): readonly SourcePage[] {
    const pages: SourcePage[] = [];
    for (let from = 0; from < items.length; from += pageSize)
      pages.push(this.#page(items.slice(from, from + pageSize)));
    return pages;
  }

  #page(items: readonly WorkItem[]): SourcePage {
    const clear = items.filter(({ handle }) => !this.garbled.has(handle));
    return {
      ...emptyPage,
      items: clear.map((item) => ({
        item,
        ...this.#edgesOf(item),
        history: [],
        unseen: this.unseen,
      })),
      rejected: items
        .filter(({ handle }) => this.garbled.has(handle))
        .map(({ key }) => ({ ref: key, reason: "garbled" })),
      newestAt: Math.max(...items.map(({ updatedAt }) => updatedAt ?? 0)),
    };
  }
}

export function failureOf(code: FailureCode, kind: Verdict["kind"]): Failure {
  const verdict: Verdict = kind === "retry" ? { kind, afterMs: null } : { kind };
  return new Failure({ code, what: `${code} on paper.`, remedy: "Turn the page.", verdict });
}

export function aPull(change: Partial<PullRequest> = {}): PullRequest {
  return {
    id: "github:hub:pull:5",
    connection: "acme",
    key: "acme/api#5",
    container: "acme/api",
    url: "https://github.com/acme/api/pull/5",
    title: "Retry",
    state: "open",
    updatedAt: noon,
    closedAt: null,
    ...change,
  };
}

export function blocks(source: WorkItemId, target: WorkItemId): Link {
  return { id: `${source}>${target}`, origin: "jira-link", typeId: "1", typeName: "Blocks", source, target };
}
