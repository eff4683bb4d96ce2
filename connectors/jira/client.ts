import type { createAgileClient } from "jira.js/agile";
import type { Client } from "jira.js/core";
import type { z } from "zod";
import { Failure, type FailureCode } from "../../src/domain/failure.ts";
import type { JiraConnection } from "../../src/ports/connection.ts";
import type { Budget } from "../../src/ports/connector.ts";
import type { Clock } from "../../src/ports/runtime.ts";
import { createLane } from "../kit/lane.ts";
import { httpFailure, networkFailure } from "../kit/verdict.ts";
import { NoAnswer, UnreadableAnswer } from "../kit/answer.ts";
import { HttpRefusal } from "./answer.ts";
import { loadCloudApi, type CloudApi } from "./cloud-api.ts";
import { JiraTransport } from "./transport.ts";

export type ClientOptions = {
  readonly connection: JiraConnection;
  readonly clock: Clock;
  readonly wait: (ms: number) => Promise<void>;
  /** Time limit of one attempt; 30 s unless told. */
  readonly timeoutMs?: number;
  readonly timeLimit: (ms: number) => AbortSignal;
};

type Jira = {
  readonly cloud: CloudApi;
  readonly agile: ReturnType<typeof createAgileClient>;
  /** For the few addresses that jira.js does not know. */
  readonly site: Client;
};

/** What a call is for and how its answer is read. */
export type Call<T> = {
  /** As it reads after "while": `reading the issues of PAY`. */
  readonly what: string;
  readonly schema: z.ZodType<T>;
  /** Better advice than the general one. */
  readonly remedies?: Partial<Record<FailureCode, string>>;
  readonly request: (jira: Jira) => Promise<unknown>;
};

/** jira.js over our transport, with every answer parsed by our own schema and every trouble a `Failure`. */
export class JiraClient {
  readonly connection: JiraConnection;
  readonly #options: ClientOptions;
  readonly #transport: JiraTransport;
  readonly #way: Client;
  #jira: Promise<Jira> | null = null;

  /** @param ahead the client that this one gives way to */
  constructor(options: ClientOptions, ahead?: JiraClient) {
    this.connection = options.connection;
    this.#options = options;
    this.#transport = ahead === undefined ? transportFor(options) : ahead.#transport;
    this.#way = ahead === undefined ? this.#transport : this.#transport.inBackground;
  }

  /** The same client for reads that can wait: they share its pace, and let its calls go first. */
  inBackground(): JiraClient {
    return new JiraClient(this.#options, this);
  }

  /** Requests sent so far, those in the background and retries included. */
  get requests(): number {
    return this.#transport.requests;
  }

  budgets(): readonly Budget[] {
    return this.#transport.budgets();
  }

  /** The site's own clock as its last answer told it, epoch milliseconds. */
  toldAt(): { readonly toldAt?: number } {
    return this.#transport.toldAt === null ? {} : { toldAt: this.#transport.toldAt };
  }

  /** @throws Failure with a code for what went wrong; its cause is an `HttpRefusal` where Jira refused. */
  async call<T>({ what, schema, remedies = {}, request }: Call<T>): Promise<T> {
    const answer = await this.#ask(what, remedies, request);
    const parsed = schema.safeParse(answer);
    if (parsed.success) return parsed.data;
    const issue = parsed.error.issues[0];
    const place = issue === undefined ? "" : ` at "${issue.path.join(".")}": ${issue.message}`;
    throw this.#unreadable({ what, says: `an answer of an unknown shape${place}`, cause: parsed.error });
  }

  async #ask(what: string, remedies: Partial<Record<FailureCode, string>>, request: Call<unknown>["request"]) {
    try {
      this.#jira ??= loadJira(this.#way);
      return await request(await this.#jira);
    } catch (error) {
      const failure = this.#failureOf(what, error);
      if (failure === null) throw error;
      const { code, message, remedy, verdict } = failure;
      throw new Failure({ code, what: message, remedy: remedies[code] ?? remedy, verdict, cause: error });
    }
  }

  #failureOf(what: string, error: unknown): Failure | null {
    const connection = this.connection.key;
    if (error instanceof HttpRefusal) {
      const { status, headers, said } = error;
      const detail = [...said.messages, ...Object.entries(said.fields).map(([field, says]) => `${field}: ${says}`)];
      return httpFailure({
        connection,
        what,
        status,
        headers,
        detail: withoutSecrets(this.connection, detail.join(" ")) || null,
        now: this.#options.clock(),
      });
    }
    if (error instanceof NoAnswer && !error.brokenOff) return networkFailure({ connection, what, cause: error.cause });
    if (error instanceof NoAnswer) return this.#unreadable({ what, says: "an answer that breaks off", cause: error });
    if (error instanceof UnreadableAnswer) return this.#unreadable({ what, says: error.message, cause: error });
    return null;
  }

  #unreadable({
    what,
    says,
    cause,
  }: {
    readonly what: string;
    readonly says: string;
    readonly cause: unknown;
  }): Failure {
    const { key, site } = this.connection;
    const passing = cause instanceof NoAnswer || (cause instanceof UnreadableAnswer && cause.broken);
    return new Failure({
      code: "unreadable-answer",
      what: `${key} answers with ${says} while ${what}.`,
      remedy: passing
        ? "Run it again; if it lasts, look at what stands between here and the tracker."
        : `Check that ${site} is the address of a Jira Cloud site and opens without a login page in between.`,
      verdict: passing ? { kind: "retry", afterMs: null } : { kind: "park" },
      cause,
    });
  }
}

function transportFor({ connection, clock, wait, timeLimit, timeoutMs = 30_000 }: ClientOptions): JiraTransport {
  const lane = createLane({ concurrency: 6, clock, wait });
  return new JiraTransport({ connection, lane, clock, wait, timeLimit, timeoutMs });
}

/** Loaded with the first call: it takes a while, which commands that only look at the model need not wait. */
async function loadJira(site: Client): Promise<Jira> {
  const [{ createAgileClient }, cloud] = await Promise.all([import("jira.js/agile"), loadCloudApi(site)]);
  return { cloud, agile: createAgileClient(site), site };
}

/** A tracker quotes what it refuses, which may be our address with its secret end. */
function withoutSecrets({ token, webhookSecrets, webhookPath }: JiraConnection, words: string): string {
  const secrets = [token, ...webhookSecrets, webhookPath ?? ""].filter((secret) => secret !== "");
  return secrets.reduce((text, secret) => text.replaceAll(secret, "…"), words);
}
