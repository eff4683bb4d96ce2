import { Failure } from "../../src/domain/failure.ts";
import type { Marker, Remote, Rendered, Sink, UpdateOutcome } from "../../src/ports/connector.ts";

type Sheet = { readonly place: string; readonly marker: Marker; body: string; marks: boolean };

/** What happens to the next create: it is refused, or done but its answer lost. */
export type Mishap = "refused" | "lost-before" | "lost-after";

/** The write side of a tracker, on paper: keeps what was written, counts the calls, loses answers on demand. */
export class PaperTracker {
  readonly sheets = new Map<string, Sheet>();
  calls = 0;
  mishap: Mishap | null = null;
  readonly sink: Sink;
  #next = 1;

  constructor(connection: string) {
    this.sink = {
      connection,
      system: "jira",
      render: (document, marker) => ({
        title: document.title,
        body: JSON.stringify([marker, document.blocks, document.stamp]),
      }),
      createIssue: (target, rendered, marker) => this.#create(target.connection, rendered, marker),
      createComment: (item, rendered, marker) => this.#create(item.key, rendered, marker),
      updateIssue: (remote, rendered) => this.#update(remote, rendered),
      updateComment: (_item, remote, { rendered }) => this.#update(remote, rendered),
      findIssues: (_target, marker) => this.#find(marker),
      findComments: (_item, marker) => this.#find(marker),
    };
  }

  bodies(): readonly string[] {
    return [...this.sheets.values()].map(({ body }) => body);
  }

  async #create(place: string, rendered: Rendered, marker: Marker): Promise<Remote> {
    this.calls += 1;
    const { mishap } = this;
    this.mishap = null;
    if (mishap === "refused") throw failure("forbidden");
    const id = String(this.#next);
    this.#next += 1;
    if (mishap !== "lost-before") this.sheets.set(id, { place, marker, body: rendered.body, marks: true });
    if (mishap !== null) throw failure("outcome-unknown");
    return remote(id);
  }

  async #update({ remoteId }: Remote, rendered: Rendered): Promise<UpdateOutcome> {
    this.calls += 1;
    const sheet = this.sheets.get(remoteId);
    if (sheet === undefined) return "gone";
    if (!sheet.marks) return "held";
    if (sheet.body === rendered.body) return "unchanged";
    sheet.body = rendered.body;
    return "updated";
  }

  async #find(marker: Marker): Promise<readonly Remote[]> {
    return [...this.sheets].filter(([, sheet]) => sheet.marker === marker).map(([id]) => remote(id));
  }
}

function remote(id: string): Remote {
  return { remoteId: id, key: `K-${id}`, url: `https://acme.example/${id}` };
}

export function failure(code: "forbidden" | "outcome-unknown" | "unauthorized"): Failure {
  const verdict = { kind: code === "unauthorized" ? "stop" : "park" } as const;
  return new Failure({ code, what: `${code} on paper`, remedy: "none", verdict });
}
