import { Octokit } from "@octokit/rest";
import type { GithubConnection } from "../../src/ports/connection.ts";
import type { Log, RequestKind } from "../../src/ports/runtime.ts";
import type { Redact } from "../kit/redact-answers.ts";
import type { Wire } from "../kit/wire.ts";
import { readWhole, type WholeAnswer } from "./answer.ts";

export type TransportOptions = {
  readonly connection: GithubConnection;
  readonly log: Log;
  readonly wire: Wire;
  readonly redact: Redact;
};

/** Creates Octokits that share one wire; none of them waits or retries by itself (docs/adr/0004). */
export class Transport {
  readonly #options: TransportOptions;

  constructor(options: TransportOptions) {
    this.#options = options;
  }

  /**
   * @param kind of all requests that the Octokit sends
   * @param authorization returns the header when Octokit sends a request; null for none
   */
  octokit(kind: RequestKind, authorization: () => Promise<string | null>): Octokit {
    const { connection, log } = this.#options;
    const quiet = () => undefined;
    const warn = (text: string) => log.warn({ connection: connection.key, octokit: text }, "octokit warns");
    const octokit = new Octokit({
      baseUrl: connection.apiUrl,
      userAgent: "signalbox",
      // Silences Octokit's log of failed requests, which Signalbox reports as failures.
      log: { debug: quiet, info: quiet, warn, error: quiet },
      request: {
        fetch: (url: string, init: RequestInit) => this.#send(url, init, kind),
        parseSuccessResponseBody: false,
      },
    });
    octokit.hook.before("request", async (request) => {
      const header = await authorization();
      if (header !== null) request.headers.authorization = header;
      request.headers["x-github-api-version"] = "2022-11-28";
    });
    return octokit;
  }

  async #send(url: string, init: RequestInit, kind: RequestKind): Promise<WholeAnswer> {
    // Follows redirects of a renamed repository for reads only: a POST would silently become a GET.
    const redirect = init.method === "GET" ? "follow" : "manual";
    const { wire, redact } = this.#options;
    return readWhole(await wire.fetch(url, { ...init, redirect }, kind), redact);
  }
}
