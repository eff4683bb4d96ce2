import type { Sandbox } from "../../sandbox/server.ts";
import { textAt, valueAt } from "../../sandbox/record.ts";
import { githubItems } from "./github-actions.ts";
import { jiraItems } from "./jira-actions.ts";
import { siteOf } from "./world.ts";

/** Observes the trackers from outside: Signalbox's writes, and whether a text ever exists twice. */
export class Watcher {
  readonly #sandbox: Sandbox;
  writes = 0;
  /** Whether there are unchecked writes. */
  #isFresh = true;
  #sinceStop: string[] | null = null;
  /** Writes after a stop. */
  readonly afterStop: string[] = [];
  /** `comment on PAY-3`, `rollup in acme/trains`: places with two texts of ours at once. */
  readonly duplicates = new Set<string>();

  constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox;
    const note = ({ method, path, status }: { method: string; path: string; status: number }) => {
      if (!isWrite(method, path)) return;
      this.#isFresh = true;
      if (status >= 300) return;
      this.writes += 1;
      this.#sinceStop?.push(`${method} ${path}`);
    };
    siteOf(sandbox).onRequest(note);
    sandbox.github.onRequest(note);
  }

  get isStopped(): boolean {
    return this.#sinceStop !== null;
  }

  /** A person stopped writing. */
  stopped(): void {
    this.#sinceStop ??= [];
  }

  /** Writing may continue. */
  started(): void {
    if ((this.#sinceStop?.length ?? 0) > ofOneWrite) this.afterStop.push(...(this.#sinceStop ?? []));
    this.#sinceStop = null;
  }

  look(): void {
    if (!this.#isFresh) return;
    this.#isFresh = false;
    const site = siteOf(this.#sandbox);
    const { github } = this.#sandbox;
    for (const key of jiraItems(site)) {
      const ours = site.people
        .comments(key)
        .filter((comment) => valueAt(comment, "properties", "signalbox") !== undefined);
      if (ours.length > 1) this.duplicates.add(`comment on ${key}`);
    }
    for (const address of githubItems(github)) {
      const ours = github.people.comments(address).filter((comment) => isOurs(comment, github.login));
      if (ours.length > 1) this.duplicates.add(`comment on ${address.repository}#${address.number}`);
    }
    const rollups = site.people.keys().filter((key) => key.startsWith("PMO-") && isLabelled(site.people.issue(key)));
    if (rollups.length > 1) this.duplicates.add("rollup in PMO");
    const issues = github.people.issues("acme/trains").filter((row) => isOurs(row, github.login));
    if (issues.length > 1) this.duplicates.add("rollup in acme/trains");
  }
}

/** A stop holds from the next text on: the present one may take this number of requests. */
const ofOneWrite = 3;

/** Searches and bulk reads are POSTs too. */
function isWrite(method: string, path: string): boolean {
  if (method === "GET" || path.endsWith("graphql")) return false;
  return !/\/(?:jql|search|bulkfetch|list)$/u.test(path);
}

function isOurs(row: unknown, login: string): boolean {
  return textAt(row, "user", "login") === login && (textAt(row, "body") ?? "").includes("signalbox:begin");
}

function isLabelled(issue: unknown): boolean {
  const labels: unknown = valueAt(issue, "fields", "labels");
  return Array.isArray(labels) && labels.includes("signalbox");
}
