import type { Client, SendRequestOptions } from "jira.js/core";
import type { JiraConnection } from "../../src/ports/connection.ts";
import type { Clock } from "../../src/ports/runtime.ts";
import type { Budget } from "../../src/ports/connector.ts";
import { Budgets } from "../kit/budgets.ts";
import type { Lane, Urgency } from "../kit/lane.ts";
import { dateIn, resetAt, retryAfterMs } from "../kit/verdict.ts";
import { NoAnswer, UnreadableAnswer } from "../kit/answer.ts";
import { inTime } from "../kit/in-time.ts";
import { HttpRefusal, readAnswer } from "./answer.ts";

export type TransportOptions = {
  readonly connection: JiraConnection;
  readonly lane: Lane;
  readonly clock: Clock;
  readonly wait: (ms: number) => Promise<void>;
  /** Time limit of one attempt, its body included. */
  readonly timeoutMs: number;
  readonly timeLimit: (ms: number) => AbortSignal;
};

const tries = 4;
/** Longer waits are the scheduler's business, not a held process's. */
const longestPauseMs = 30_000;

/** No budget of Jira's takes longer to be full again: a reset beyond that is a clock that is wrong. */
const longestWindowMs = 60 * 60 * 1000;
/** What is left of a budget for those who do not wait. */
const reserve = 0.1;

/** `read`: changes nothing. `write`: the same twice as once. `create`: twice makes two. */
type Kind = "read" | "write" | "create";

const readingPosts = new Set([
  "/rest/api/3/search/jql",
  "/rest/api/3/issue/bulkfetch",
  "/rest/api/3/changelog/bulkfetch",
  "/rest/api/3/comment/list",
]);

/**
 * The client that jira.js's factories are given in place of their own (docs/adr/0003): time limits, the tracker's
 * rate headers, retries that know what is safe to repeat, and the answer as it came. jira.js's schemas are not
 * applied, since they turn null dates into 1970 and drop validation of a whole page for one odd field.
 */
export class JiraTransport implements Client {
  readonly #options: TransportOptions;
  readonly #authorization: string;
  readonly #budgets = new Budgets();
  #requests = 0;
  #toldAt: number | null = null;

  constructor(options: TransportOptions) {
    this.#options = options;
    const { account, token } = options.connection;
    this.#authorization = `Basic ${Buffer.from(`${account}:${token}`).toString("base64")}`;
  }

  /** Requests sent so far, retries included. */
  get requests(): number {
    return this.#requests;
  }

  /** The site's own clock as its last answer told it, epoch milliseconds; null where it does not tell. */
  get toldAt(): number | null {
    return this.#toldAt;
  }

  budgets(): readonly Budget[] {
    return this.#budgets.list();
  }

  /**
   * The result type is jira.js's promise, not ours: callers treat it as unknown and parse it (`JiraClient.call`).
   * @throws HttpRefusal, NoAnswer, UnreadableAnswer
   */
  sendRequest<T>(request: SendRequestOptions<T>): Promise<T> {
    return this.#run(request, {});
  }

  /** The same for what can wait: such requests let every other one go first, and the last tenth of a budget be. */
  readonly inBackground: Client = { sendRequest: (request) => this.#run(request, { background: true }) };

  async #run<T>(request: SendRequestOptions<T>, urgency: Urgency): Promise<T> {
    const { lane, wait, connection, clock } = this.#options;
    for (let attempt = 1; ; attempt += 1) {
      const send = () => this.#attempt(request, attempt);
      const task = kindOf(request) === "create" ? inTime(connection.key, clock, send) : send;
      try {
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the interface is generic, JiraClient parses
        return (await lane.run(task, urgency)) as T;
      } catch (error) {
        const pauseMs = attempt < tries ? this.#pauseBefore(error, kindOf(request), attempt) : null;
        if (pauseMs === null) throw error;
        if (!isTooMany(error)) await wait(pauseMs);
      }
    }
  }

  async #attempt(request: SendRequestOptions, attempt: number): Promise<unknown> {
    const address = addressOf(this.#options.connection.site, request.url, request.searchParams);
    this.#requests += 1;
    const response = await this.#send(address, request);
    this.#toldAt = dateIn(response.headers);
    this.#obey(response.headers);
    try {
      return await readAnswer(response);
    } catch (error) {
      // Held here, while this call still has its place: nobody slips through before the tracker allows it.
      if (isTooMany(error)) this.#hold(this.#pauseBefore(error, "read", attempt) ?? 0);
      throw error;
    }
  }

  async #send(address: URL, { method, body }: SendRequestOptions): Promise<Response> {
    const headers = { accept: "application/json", authorization: this.#authorization, "user-agent": "signalbox" };
    try {
      return await fetch(address, {
        method: method ?? "GET",
        headers: body === undefined ? headers : { ...headers, "content-type": "application/json" },
        body: body === undefined ? null : JSON.stringify(body),
        // A redirect leads to a login page or away from the site: never follow it with our credentials.
        redirect: "manual",
        signal: this.#options.timeLimit(this.#options.timeoutMs),
      });
    } catch (cause) {
      throw new NoAnswer(cause, false);
    }
  }

  /** Slows down before the tracker has to say so. */
  #obey(headers: Headers): void {
    const { clock, lane } = this.#options;
    this.#budgets.note("rest", headers);
    if (isRunningLow(headers)) {
      const reset = resetAt(headers) ?? clock() + 1000;
      lane.holdUntil(Math.min(reset, clock() + longestWindowMs), { background: true });
    }
    if (headers.get("x-ratelimit-remaining")?.trim() === "0") {
      const reset = resetAt(headers);
      this.#hold(reset === null ? 1000 : Math.min(reset - clock(), longestPauseMs));
    } else if (headers.get("x-ratelimit-nearlimit")?.trim().toLowerCase() === "true") {
      this.#hold(250);
    }
  }

  #hold(ms: number): void {
    const { lane, clock } = this.#options;
    if (ms > 0) lane.holdUntil(clock() + ms);
  }

  /** How long to wait before trying again; null where trying again is wrong, or for somebody with more time. */
  #pauseBefore(error: unknown, kind: Kind, attempt: number): number | null {
    const backoffMs = 1000 * 2 ** (attempt - 1);
    if (error instanceof HttpRefusal) {
      const askedMs = retryAfterMs(error.headers, this.#options.clock()) ?? 0;
      const safe = error.status === 429 ? kind !== "create" : error.status >= 500 && kind === "read";
      const pauseMs = Math.max(askedMs, backoffMs);
      return safe && pauseMs <= longestPauseMs ? pauseMs : null;
    }
    const again = error instanceof NoAnswer || (error instanceof UnreadableAnswer && error.broken);
    return again && kind === "read" ? backoffMs : null;
  }
}

function isRunningLow(headers: Headers): boolean {
  const limit = countIn(headers, "x-ratelimit-limit");
  const remaining = countIn(headers, "x-ratelimit-remaining");
  return limit !== null && remaining !== null && remaining < limit * reserve;
}

function countIn(headers: Headers, name: string): number | null {
  const text = headers.get(name)?.trim() ?? "";
  return /^\d+$/.test(text) ? Number(text) : null;
}

function isTooMany(error: unknown): boolean {
  return error instanceof HttpRefusal && error.status === 429;
}

function kindOf({ method = "GET", url }: SendRequestOptions): Kind {
  if (method === "GET" || readingPosts.has(url)) return "read";
  return method === "POST" ? "create" : "write";
}

/**
 * jira.js pastes parameters into the path as they are, so a path that leaves its place is refused here, whatever
 * the caller checked.
 */
function addressOf(site: string, path: string, query: Readonly<Record<string, unknown>> = {}): URL {
  if (!/^(?:\/[\w~@:%.-]+)+$/.test(path) || /(?:^|\/)(?:\.|%2e){1,2}(?:\/|$)/i.test(path)) {
    throw new TypeError("a parameter does not belong into an address");
  }
  const address = new URL(`${site}${path}`);
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (typeof one === "string" || typeof one === "number" || typeof one === "boolean") {
        address.searchParams.append(name, String(one));
      }
    }
  }
  return address;
}
