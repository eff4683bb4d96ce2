import type { Client, SendRequestOptions } from "jira.js/core";
import type { JiraConnection } from "../../src/ports/connection.ts";
import { createAnswerRedaction, type Redact } from "../kit/redact-answers.ts";
import type { Wire } from "../kit/wire.ts";
import { readAnswer } from "./answer.ts";

/**
 * The client that jira.js's factories are given in place of their own (docs/adr/0003): one attempt each, and the answer
 * as it came. jira.js's schemas are not applied, since they turn null dates into 1970 and drop validation of a whole page
 * for one odd field.
 */
export class JiraTransport implements Client {
  readonly #connection: JiraConnection;
  readonly #wire: Wire;
  readonly #authorization: string;
  readonly #redact: Redact;

  constructor(connection: JiraConnection, wire: Wire) {
    this.#connection = connection;
    this.#wire = wire;
    const { account, token, webhookSecrets, webhookPath } = connection;
    this.#redact = createAnswerRedaction([token, ...webhookSecrets, webhookPath]);
    this.#authorization = `Basic ${Buffer.from(`${account}:${token}`).toString("base64")}`;
  }

  /**
   * The result type is jira.js's promise, not ours: callers treat it as unknown and parse it (`JiraClient.call`).
   * @throws JiraRefusal, NoAnswer, UnreadableAnswer
   */
  async sendRequest<T>({ method, url, searchParams, body }: SendRequestOptions<T>): Promise<T> {
    const headers = { accept: "application/json", authorization: this.#authorization, "user-agent": "signalbox" };
    const response = await this.#wire.fetch(addressOf(this.#connection.site, url, searchParams), {
      method: method ?? "GET",
      headers: body === undefined ? headers : { ...headers, "content-type": "application/json" },
      body: body === undefined ? null : JSON.stringify(body),
      // A redirect leads to a login page or away from the site: never follow it with our credentials.
      redirect: "manual",
    });
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the interface is generic, JiraClient parses
    return (await readAnswer(response, this.#redact)) as T;
  }
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
