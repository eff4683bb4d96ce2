import { Octokit } from "@octokit/rest";
import type { GithubConnection } from "../../src/ports/connection.ts";
import type { Log } from "../../src/ports/runtime.ts";
import { NoAnswer } from "../kit/answer.ts";
import { dateIn } from "../kit/verdict.ts";
import { readWhole, type WholeAnswer } from "./answer.ts";

export type TransportOptions = {
  readonly connection: GithubConnection;
  readonly log: Log;
  /** Time limit of one attempt, its body included. */
  readonly timeoutMs: number;
  readonly timeLimit: (ms: number) => AbortSignal;
  /** Told the headers of every answer, good or bad. */
  readonly heard: (headers: Headers) => void;
};

/** Makes Octokits that share one count of requests; none of them waits or retries by itself (docs/adr/0004). */
export class Transport {
  readonly #options: TransportOptions;
  #requests = 0;
  #toldAt: number | null = null;

  constructor(options: TransportOptions) {
    this.#options = options;
  }

  /** Requests sent so far, retries included. */
  get requests(): number {
    return this.#requests;
  }

  /** GitHub's own clock as its last answer told it, epoch milliseconds; null where it does not tell. */
  get toldAt(): number | null {
    return this.#toldAt;
  }

  /** @param authorization gives the header for each request, as it is sent. */
  octokit(authorization: () => Promise<string>): Octokit {
    const { connection, log } = this.#options;
    const quiet = () => undefined;
    const warn = (text: string) => log.warn({ connection: connection.key, octokit: text }, "octokit warns");
    const octokit = new Octokit({
      baseUrl: connection.apiUrl,
      userAgent: "signalbox",
      // Octokit reports every failed request by itself: ours are told once, as failures.
      log: { debug: quiet, info: quiet, warn, error: quiet },
      request: { fetch: (url: string, init: RequestInit) => this.#send(url, init), parseSuccessResponseBody: false },
    });
    octokit.hook.before("request", async (request) => {
      request.headers.authorization = await authorization();
      request.headers["x-github-api-version"] = "2022-11-28";
    });
    return octokit;
  }

  async #send(url: string, init: RequestInit): Promise<WholeAnswer> {
    this.#requests += 1;
    const response = await this.#fetch(url, init);
    this.#toldAt = dateIn(response.headers);
    this.#options.heard(response.headers);
    return readWhole(response);
  }

  async #fetch(url: string, init: RequestInit): Promise<Response> {
    try {
      return await fetch(url, {
        ...init,
        // A renamed repository may be read where it is now; followed, a POST would silently become a GET.
        redirect: init.method === "GET" ? "follow" : "manual",
        // A fresh limit for every attempt.
        signal: this.#options.timeLimit(this.#options.timeoutMs),
      });
    } catch (cause) {
      throw new NoAnswer(cause, false);
    }
  }
}
