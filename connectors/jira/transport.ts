import type { Client, SendRequestOptions } from "jira.js/core";
import type { JiraConnection } from "../../src/ports/connection.ts";
import type { RequestKind } from "../../src/ports/runtime.ts";
import { createAnswerRedaction, type Redact } from "../kit/redact-answers.ts";
import type { Wire } from "../kit/wire.ts";
import { readAnswer } from "./answer.ts";
import { withScopes } from "./scopes.ts";

/**
 * The client that Signalbox passes to jira.js's factories (docs/adr/0003), and its own for Data Center: sends one
 * attempt, and returns the raw answer. Does not apply jira.js's schemas, which turn null dates into 1970 and skip the validation of a whole page for
 * one odd field.
 */
export class JiraTransport implements Client {
  readonly #connection: JiraConnection;
  readonly #wire: Wire;
  readonly #kind: RequestKind;
  readonly #authorization: string;
  readonly #redact: Redact;

  /** @param kind of all requests that it sends */
  constructor(connection: JiraConnection, wire: Wire, kind: RequestKind) {
    this.#connection = connection;
    this.#wire = wire;
    this.#kind = kind;
    const { account, token, webhookSecrets, webhookPath } = connection;
    this.#redact = createAnswerRedaction([token, ...webhookSecrets, webhookPath]);
    this.#authorization =
      account === null ? `Bearer ${token}` : `Basic ${Buffer.from(`${account}:${token}`).toString("base64")}`;
  }

  /**
   * jira.js declares the result type, without checking it: callers parse the result as unknown (`JiraClient.call`).
   * @throws JiraRefusal, NoAnswer, UnreadableAnswer
   */
  async sendRequest<T>({ method, url, searchParams, body }: SendRequestOptions<T>): Promise<T> {
    const headers = { accept: "application/json", authorization: this.#authorization, "user-agent": "signalbox" };
    const init: RequestInit = {
      method: method ?? "GET",
      headers: body === undefined ? headers : { ...headers, "content-type": "application/json" },
      body: body === undefined ? null : JSON.stringify(body),
      // A redirect leads to a login page or another site: never follow it with credentials.
      redirect: "manual",
    };
    const { site, gateway } = this.#connection;
    const response = await this.#wire.fetch(addressOf(gateway ?? site, url, searchParams), init, this.#kind);
    try {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the interface is generic, JiraClient parses
      return (await readAnswer(response, this.#redact)) as T;
    } catch (error) {
      throw gateway === undefined ? error : withScopes(error, init.method ?? "GET", url);
    }
  }
}

/**
 * jira.js inserts parameters into the path unescaped, so this refuses a path that leaves the API's root, regardless of
 * the caller's checks.
 */
function addressOf(root: string, path: string, query: Readonly<Record<string, unknown>> = {}): URL {
  if (!/^(?:\/[\w~@:%.-]+)+$/.test(path) || /(?:^|\/)(?:\.|%2e){1,2}(?:\/|$)/i.test(path)) {
    throw new TypeError("a parameter does not belong into an address");
  }
  const address = new URL(`${root}${path}`);
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (typeof one === "string" || typeof one === "number" || typeof one === "boolean") {
        address.searchParams.append(name, String(one));
      }
    }
  }
  return address;
}
