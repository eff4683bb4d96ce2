import { Failure, type FailureCode, type Verdict } from "../../src/domain/failure.ts";
import type { Found, Marker, Remote, Rendered, Sink, UpdateOutcome } from "../../src/ports/connector.ts";

type Sheet = { readonly place: string; marker: Marker; body: string; labels: readonly string[]; marks: boolean };

/** The fate of the next create: it fails, or it succeeds but its answer is lost, or it is lost on the way. */
export type Mishap = Failure | "lost-before" | "lost-after";

/** The write side of a fake tracker: keeps texts, counts calls, loses answers on demand. */
export class PaperTracker {
  readonly sheets = new Map<string, Sheet>();
  /** Ticked boxes, by the text's id. */
  readonly ticks = new Map<string, ReadonlySet<string>>();
  /** Creates and changes. */
  calls = 0;
  mishap: Mishap | null = null;
  /** The failure of each call while the tracker is out of order. */
  trouble: Failure | null = null;
  /** Another actor's change during the next call, before it takes effect. */
  meanwhile: (() => Promise<void>) | null = null;
  readonly sink: Sink;
  /** Ids of existing texts that it does not show. */
  readonly hidden = new Set<string>();
  /** Like trackers, it numbers texts and items differently. */
  #next = 101;

  constructor(connection: string) {
    this.sink = {
      connection,
      system: "jira",
      render: (document, marker) => ({
        title: document.title,
        body: JSON.stringify([marker, document.blocks, document.stamp]),
        labels: document.labels,
      }),
      createIssue: (target, rendered, marker) => this.#create(target.connection, rendered, marker),
      createComment: (item, rendered, marker) => this.#create(item.key, rendered, marker),
      updateIssue: (remote, rendered, marker) => this.#update(remote, rendered, { marker }),
      updateComment: (_item, remote, { rendered, ...markers }) => this.#update(remote, rendered, markers),
      readTicks: async ({ remoteId }, _marker, ids) => {
        await this.#reach();
        const ticked = this.ticks.get(remoteId);
        return ids.filter((id) => ticked?.has(id) === true);
      },
      account: async () => "paper",
      findIssues: (target, marker) =>
        this.#find((sheet) => sheet.place === target.connection && sheet.marker === marker),
      findMovedIssue: async (target, { remoteId }, marker) => {
        const sheet = this.sheets.get(remoteId);
        const isThere = sheet?.place === target.connection && sheet.marker === marker && !this.hidden.has(remoteId);
        return isThere ? remote(remoteId, sheet.place) : null;
      },
      findComments: ({ key }) => this.#find(({ place }) => place === key),
    };
  }

  bodies(): readonly string[] {
    return [...this.sheets.values()].map(({ body }) => body);
  }

  /** Address of Signalbox's first text at a place. */
  url(place: string): string {
    const [id = ""] = [...this.sheets].find(([, sheet]) => sheet.place === place) ?? [];
    return remote(id, place).url;
  }

  /** Adds a text of Signalbox that the ledger lacks. @returns its id */
  lay(place: string, marker: Marker, body = "old"): string {
    const id = String(this.#next);
    this.#next += 1;
    this.sheets.set(id, { place, marker, body, labels: [], marks: true });
    return id;
  }

  async #create(place: string, rendered: Rendered, marker: Marker): Promise<Remote> {
    await this.#reach();
    this.calls += 1;
    const { mishap } = this;
    this.mishap = null;
    if (mishap instanceof Failure) throw mishap;
    if (mishap === "lost-before") throw failure("outcome-unknown");
    const id = this.lay(place, marker, rendered.body);
    const sheet = this.sheets.get(id);
    if (sheet !== undefined) sheet.labels = rendered.labels;
    if (mishap === "lost-after") throw failure("outcome-unknown");
    return remote(id, place);
  }

  async #update(
    { remoteId }: Remote,
    rendered: Rendered,
    { marker, carried = marker }: { readonly marker: Marker; readonly carried?: Marker },
  ): Promise<UpdateOutcome> {
    await this.#reach();
    this.calls += 1;
    const sheet = this.sheets.get(remoteId);
    if (sheet === undefined || this.hidden.has(remoteId)) return this.hidden.has(remoteId) ? "unseen" : "gone";
    if (!sheet.marks || sheet.marker !== carried) return "held";
    const isSame = sheet.body === rendered.body && sheet.labels.join(" ") === rendered.labels.join(" ");
    if (isSame && carried === marker) return "unchanged";
    sheet.body = rendered.body;
    sheet.labels = rendered.labels;
    sheet.marker = marker;
    return "updated";
  }

  async #find(isIt: (sheet: Sheet) => boolean): Promise<readonly Found[]> {
    if (this.trouble !== null) throw this.trouble;
    const found = [...this.sheets].filter(([, sheet]) => isIt(sheet));
    return found.map(([id, { marker, place }]) => ({ ...remote(id, place), marker }));
  }

  async #reach(): Promise<void> {
    if (this.trouble !== null) throw this.trouble;
    const { meanwhile } = this;
    this.meanwhile = null;
    await meanwhile?.();
  }
}

/** Comments have the address of their item, as the builders make it. */
function remote(id: string, place: string): Remote {
  const github = /^(.+)#(\d+)$/.exec(place);
  const issue = github === null ? null : `https://github.com/${github[1]}/issues/${github[2]}`;
  const page = issue ?? (place.includes("-") ? `https://acme.example/browse/${place}` : `https://acme.example/${id}`);
  return { remoteId: id, key: `K-${id}`, url: `${page}#comment-${id}` };
}

const park: Verdict = { kind: "park" };

export function failure(code: FailureCode, verdict: Verdict = park): Failure {
  return new Failure({ code, what: `${code} on paper`, remedy: "none", verdict });
}
