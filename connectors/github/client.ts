import type { Octokit } from "@octokit/rest";
import type { z } from "zod";
import type { GithubConnection } from "../../src/ports/connection.ts";
import type { Budget } from "../../src/ports/connector.ts";
import type { Clock, Log, TimeLimit } from "../../src/ports/runtime.ts";
import { HttpRefusal, UnreadableAnswer } from "../kit/answer.ts";
import type { Urgency } from "../kit/rate-limiter.ts";
import { RequestSender, tries, type Purpose, type Turn } from "../kit/request.ts";
import { createAnswerRedaction, type Redact } from "../kit/redact-answers.ts";
import { Wire } from "../kit/wire.ts";
import { Credentials } from "./credentials.ts";
import { classifierOf, hiddenRemedy } from "./failure.ts";
import { GraphqlRefusal, reasonOf } from "./graphql-refusal.ts";
import { HostDocuments } from "./host-documents.ts";
import { schemaIn, SchemaAnswer, type HostSchema } from "./host-schema.ts";
import { limitIn, type GithubLimit } from "./rate-limit-refusal.ts";
import { longestWaitMs, Pacing, type Resource } from "./pacing.ts";
import { partialAnswer, type Lenience, type MissingPart } from "./partial.ts";
import { schemaQuery, type Documents } from "./queries.ts";
import { Transport } from "./transport.ts";

export type ClientOptions = {
  readonly connection: GithubConnection;
  readonly clock: Clock;
  readonly log: Log;
  readonly wait: (ms: number) => Promise<void>;
  /** Time limit (ms) of one attempt; 30 s by default. */
  readonly timeoutMs?: number;
  readonly timeLimit: TimeLimit;
};

/** The purpose of a call, its request and the schema of its answer. */
export type Call<T> = Purpose & {
  /** Owner of the repositories, because an app has one credential per owner. Null for the account itself. */
  readonly owner: string | null;
  readonly schema: z.ZodType<T>;
};

export type RestCall<T> = Call<T> & { readonly request: (octokit: Octokit) => Promise<RestAnswer> };

export type RestAnswer = {
  readonly status: number;
  readonly headers: {
    readonly link?: string | undefined;
    readonly etag?: string | undefined;
    readonly "x-github-sso"?: string | number | undefined;
  };
  readonly data: unknown;
};

export type Query<T> = Call<T> &
  Lenience & {
    readonly query: string;
    readonly variables: Readonly<Record<string, unknown>>;
    /** Whether the requested names come from texts only: then the log omits those that GitHub does not find. */
    readonly isGuess?: boolean;
  };

export type Read<T> = {
  readonly status: number;
  readonly link: string | null;
  readonly etag: string | null;
  /** Organisations whose single sign-on kept parts of a list back; null if none did. */
  readonly singleSignOn: string | null;
  readonly data: T;
};

/** The parts that a client shares with its background client. */
type Parts = {
  readonly wire: Wire;
  readonly credentials: Credentials;
  readonly pacing: Pacing;
  readonly sender: RequestSender<GithubLimit>;
  readonly redact: Redact;
  readonly urgency: Urgency;
  readonly documents: HostDocuments;
  /** Remedies for missing parts that the log already contains. */
  readonly warned: Set<string>;
};

/**
 * Sends GitHub requests at a limited rate: parses every answer with Signalbox's schemas, turns every error into a
 * `Failure`.
 */
export class GithubClient {
  readonly connection: GithubConnection;
  readonly #options: ClientOptions;
  readonly #parts: Parts;

  constructor(options: ClientOptions, parts: Parts = partsFrom(options)) {
    this.#options = options;
    this.connection = options.connection;
    this.#parts = parts;
  }

  /** A client for work in the background: its calls follow foreground calls, and leave the last part of a budget. */
  inBackground(): GithubClient {
    return new GithubClient(this.#options, { ...this.#parts, urgency: { background: true } });
  }

  /** Requests sent so far, retries included. */
  get requests(): number {
    return this.#parts.wire.requests;
  }

  budgets(): readonly Budget[] {
    return this.#parts.pacing.budgets();
  }

  /** GitHub's clock from its last answer, in epoch milliseconds. */
  toldAt(): { readonly toldAt?: number } {
    return this.#parts.wire.toldAt();
  }

  /** @throws Failure; its cause is an `HttpRefusal` if GitHub refused the request */
  async rest<T>(call: RestCall<T>): Promise<Read<T>> {
    const { credentials, sender } = this.#parts;
    const answer = await this.#send("core", call, () => call.request(credentials.octokit(call.owner, call.kind)));
    const { link = null, etag = null } = answer.headers;
    const singleSignOn = hiddenBySignOn(answer.headers["x-github-sso"]);
    return { status: answer.status, link, etag, singleSignOn, data: sender.parse(call, call.schema, answer.data) };
  }

  /**
   * Logs parts that are missing because of errors, once per remedy, see `Lenience`.
   * @throws Failure, also if the query requires the missing part
   */
  async query<T>(call: Query<T>): Promise<T> {
    const { query, variables, owner } = call;
    const { credentials, sender, redact } = this.#parts;
    const data = await this.#send("graphql", call, async (attempt) => {
      try {
        const data: unknown = await credentials.octokit(owner, call.kind).graphql(query, { ...variables });
        if (data === undefined) throw new UnreadableAnswer("JSON without data", { broken: false });
        return data;
      } catch (error) {
        const reason = reasonOf(error, redact);
        if (!(reason instanceof GraphqlRefusal)) throw error;
        const isLastTry = call.isLastTry === true && attempt >= tries;
        const { data, missing } = partialAnswer(reason, { ...call, isLastTry });
        const news = missing.filter(({ error }) => call.isGuess !== true || error.type !== "NOT_FOUND");
        this.#tellMissing(call.what, reason, news);
        return data;
      }
    });
    return sender.parse(call, call.schema, data);
  }

  /**
   * The GraphQL documents for this host's schema. Asks an Enterprise Server for it once, unless an overview did.
   * @param owner with whose credential an app asks
   * @throws Failure
   */
  documents(owner: string | null): Promise<Documents> {
    return this.#parts.documents.known(async () => {
      const what = "asking which features the server has";
      return schemaIn(await this.query({ what, owner, query: schemaQuery, variables: {}, schema: SchemaAnswer }));
    });
  }

  /** The schema as far as it is known; sends no request. */
  knownSchema(): HostSchema | null {
    return this.#parts.documents.schema;
  }

  /** Takes the schema from an overview: an upgrade of the server may have added to it. */
  learnSchema(schema: HostSchema): void {
    this.#parts.documents.learn(schema);
  }

  #tellMissing(what: string, refusal: GraphqlRefusal, missing: readonly MissingPart[]): void {
    const connection = this.connection.key;
    for (const { error, hole } of missing) {
      const remedy = hiddenRemedy(this.connection, refusal, error);
      if (this.#parts.warned.has(remedy)) continue;
      this.#parts.warned.add(remedy);
      this.#options.log.warn(
        { connection, what, at: hole.join("."), reason: error.message, remedy },
        "parts are missing",
      );
    }
  }

  #send<T>(resource: Resource, call: Call<unknown>, task: (attempt: number) => Promise<T>): Promise<T> {
    const { credentials, sender, redact } = this.#parts;
    return sender.send(call, this.#turn(resource, call), async (attempt) => {
      try {
        return await task(attempt);
      } catch (thrown) {
        const error = reasonOf(thrown, redact);
        if (isRevoked(error)) credentials.forget(call.owner);
        else if (lacksPermission(error, this.#options.clock())) credentials.forget(call.owner, youngTokenMs);
        throw error;
      }
    });
  }

  #turn(resource: Resource, { kind = "read" }: Purpose): Turn<GithubLimit> {
    const { pacing, urgency } = this.#parts;
    const pause = (limit: GithubLimit) => pacing.pause(resource, limit);
    if (kind !== "read") return { run: (attempt) => pacing.write(attempt), pause };
    return { run: (attempt) => pacing.read(resource, attempt, urgency), pause };
  }
}

const lacking = new Set(["FORBIDDEN", "INSUFFICIENT_SCOPES"]);

function isRevoked(error: unknown): boolean {
  return error instanceof HttpRefusal && error.status === 401;
}

/** Age (ms) from which an app's token may lack a permission that a person granted since. */
const youngTokenMs = 10_000;

function lacksPermission(error: unknown, now: number): boolean {
  if (error instanceof GraphqlRefusal) return error.errors.some(({ type = "" }) => lacking.has(type));
  return error instanceof HttpRefusal && error.status === 403 && limitIn(error, now, 1) === null;
}

/** `partial-results; organizations=21955855,20582480` */
function hiddenBySignOn(header: string | number | undefined): string | null {
  return /^partial-results;\s*organizations=([\d,]+)/u.exec(String(header ?? ""))?.[1] ?? null;
}

function partsFrom(options: ClientOptions): Parts {
  const { connection, clock, log, wait, timeLimit, timeoutMs = 30_000 } = options;
  const { auth, webhookSecrets, webhookPath } = connection;
  const redact = createAnswerRedaction([
    auth.kind === "token" ? auth.token : auth.privateKey,
    ...webhookSecrets,
    webhookPath,
  ]);
  const pacing = new Pacing(options);
  const wire = new Wire({ timeoutMs, timeLimit, onHeaders: (headers) => pacing.onHeaders(headers) });
  const transport = new Transport({ connection, log, wire, redact });
  const classifier = classifierOf(connection, clock);
  return {
    wire,
    credentials: new Credentials({ connection, transport, clock, wait }),
    pacing,
    sender: new RequestSender({ connection: connection.key, classifier, longestWaitMs, clock, wait }),
    redact,
    urgency: {},
    warned: new Set(),
    documents: new HostDocuments(connection),
  };
}
