import type { Octokit } from "@octokit/rest";
import type { z } from "zod";
import { Failure, type FailureCode } from "../../src/domain/failure.ts";
import type { GithubConnection } from "../../src/ports/connection.ts";
import type { Budget } from "../../src/ports/connector.ts";
import type { Clock, Log } from "../../src/ports/runtime.ts";
import { NoAnswer, UnreadableAnswer } from "../kit/answer.ts";
import { inTime } from "../kit/in-time.ts";
import { HttpRefusal } from "./answer.ts";
import { Credentials } from "./credentials.ts";
import { failureOf, hiddenRemedy, unreadable } from "./failure.ts";
import { GraphqlRefusal, reasonOf } from "./graphql-refusal.ts";
import { limitIn } from "./limits.ts";
import { longestPauseMs, Pacing, type Resource } from "./pacing.ts";
import { isUnfinished, partialAnswer, type Lenience, type MissingPart } from "./partial.ts";
import { Transport } from "./transport.ts";

export type ClientOptions = {
  readonly connection: GithubConnection;
  readonly clock: Clock;
  readonly log: Log;
  readonly wait: (ms: number) => Promise<void>;
  /** Time limit of one attempt; 30 s unless told. */
  readonly timeoutMs?: number;
  readonly timeLimit: (ms: number) => AbortSignal;
};

/** `read`: changes nothing. `write`: the same twice as once. `create`: twice makes two. */
export type Kind = "read" | "write" | "create";

/** `live`: somebody or something waits for it. `background`: it can wait, and leaves live calls the last of a budget. */
type Urgency = "live" | "background";

/** What a call is for and how its answer is read. */
export type Call<T> = {
  /** As it reads after "while": `reading the milestones of acme/api`. */
  readonly what: string;
  /** Whose repositories it is about: an app has one credential per owner. Null for the account itself. */
  readonly owner: string | null;
  readonly schema: z.ZodType<T>;
  readonly kind?: Kind;
  readonly remedies?: Partial<Record<FailureCode, string>>;
};

export type RestCall<T> = Call<T> & { readonly request: (octokit: Octokit) => Promise<RestAnswer> };

export type RestAnswer = {
  readonly status: number;
  readonly headers: { readonly link?: string | undefined; readonly etag?: string | undefined };
  readonly data: unknown;
};

export type Query<T> = Call<T> &
  Lenience & {
    readonly query: string;
    readonly variables: Readonly<Record<string, unknown>>;
    /** True where only a text says that what is asked for exists: then the log does not name what GitHub does not find. */
    readonly isGuess?: boolean;
  };

export type Read<T> = {
  readonly status: number;
  readonly link: string | null;
  readonly etag: string | null;
  readonly data: T;
};

/** What a client shares with the one for its work in the background. */
type Parts = {
  readonly transport: Transport;
  readonly credentials: Credentials;
  readonly pacing: Pacing;
  readonly urgency: Urgency;
  /** What to do about parts that answers lacked, as it was told. */
  readonly told: Set<string>;
};

type Job = { readonly kind: Kind; readonly resource: Resource; readonly call: Call<unknown> };

const tries = 4;

/** Octokit behind our pacing: every answer parsed by our own schema, every trouble a `Failure`. */
export class GithubClient {
  readonly connection: GithubConnection;
  readonly #transport: Transport;
  readonly #credentials: Credentials;
  readonly #pacing: Pacing;
  readonly #urgency: Urgency;
  readonly #told: Set<string>;
  readonly #options: ClientOptions;

  constructor(options: ClientOptions, parts: Parts = partsFrom(options)) {
    this.#options = options;
    this.connection = options.connection;
    this.#transport = parts.transport;
    this.#credentials = parts.credentials;
    this.#pacing = parts.pacing;
    this.#urgency = parts.urgency;
    this.#told = parts.told;
  }

  /** The same way to the same GitHub for work that can wait: behind live calls, and not with the last of a budget. */
  inBackground(): GithubClient {
    const shared = { transport: this.#transport, credentials: this.#credentials, pacing: this.#pacing };
    return new GithubClient(this.#options, { ...shared, told: this.#told, urgency: "background" });
  }

  /** Requests sent so far, retries included. */
  get requests(): number {
    return this.#transport.requests;
  }

  budgets(): readonly Budget[] {
    return this.#pacing.budgets();
  }

  /** GitHub's own clock as its last answer told it, epoch milliseconds. */
  toldAt(): { readonly toldAt?: number } {
    return this.#transport.toldAt === null ? {} : { toldAt: this.#transport.toldAt };
  }

  /** @throws Failure with a code for what went wrong; its cause is an `HttpRefusal` where GitHub refused. */
  async rest<T>(call: RestCall<T>): Promise<Read<T>> {
    const { kind = "read", owner } = call;
    const { status, headers, data } = await this.#send({ kind, resource: "core", call }, () =>
      call.request(this.#credentials.octokit(owner)),
    );
    return { status, link: headers.link ?? null, etag: headers.etag ?? null, data: this.#parse(call, data) };
  }

  /**
   * What is missing of an answer for errors of its own is logged, once for each thing to do about it, see `Lenience`.
   * @throws Failure, also where what is missing is no part of the answer
   */
  async query<T>(call: Query<T>): Promise<T> {
    const { query, variables, owner } = call;
    const job = { kind: "read", resource: "graphql", call } as const;
    const data = await this.#send(job, async (attempt) => {
      try {
        const data: unknown = await this.#credentials.octokit(owner).graphql(query, { ...variables });
        if (data === undefined) throw new UnreadableAnswer("JSON without data", { broken: false });
        return data;
      } catch (error) {
        const reason = reasonOf(error);
        if (!(reason instanceof GraphqlRefusal)) throw error;
        const isLastTry = call.isLastTry === true && attempt >= tries;
        const { data, missing } = partialAnswer(reason, { ...call, isLastTry });
        const news = missing.filter(({ error }) => call.isGuess !== true || error.type !== "NOT_FOUND");
        this.#tellMissing(call.what, reason, news);
        return data;
      }
    });
    return this.#parse(call, data);
  }

  #tellMissing(what: string, refusal: GraphqlRefusal, missing: readonly MissingPart[]): void {
    const connection = this.connection.key;
    for (const { error, hole } of missing) {
      const remedy = hiddenRemedy(this.connection, refusal, error);
      if (this.#told.has(remedy)) continue;
      this.#told.add(remedy);
      this.#options.log.warn(
        { connection, what, at: hole.join("."), reason: error.message, remedy },
        "parts are missing",
      );
    }
  }

  async #send<T>(job: Job, task: (attempt: number) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#attempt(job, () => task(attempt), attempt);
      } catch (thrown) {
        const error = reasonOf(thrown);
        if (error instanceof HttpRefusal && error.status === 401) this.#credentials.forget(job.call.owner);
        const pauseMs = attempt < tries ? this.#pauseBefore(error, job.kind, attempt) : null;
        if (pauseMs === null) throw this.#failure(job, error);
        // A limit holds the lane already.
        if (limitIn(error, this.#options.clock(), attempt) === null) await this.#options.wait(pauseMs);
      }
    }
  }

  #attempt<T>({ kind, resource }: Job, task: () => Promise<T>, attempt: number): Promise<T> {
    const held = async () => {
      try {
        return await task();
      } catch (error) {
        const limit = limitIn(reasonOf(error), this.#options.clock(), attempt);
        if (limit !== null) this.#pacing.hold(resource, limit);
        throw error;
      }
    };
    if (kind === "create") return this.#pacing.write(inTime(this.connection.key, this.#options.clock, held));
    if (kind === "write") return this.#pacing.write(held);
    return this.#urgency === "live" ? this.#pacing.read(resource, held) : this.#pacing.readInBackground(resource, held);
  }

  /** How long to wait before trying again; null where trying again is wrong, or for somebody with more time. */
  #pauseBefore(error: unknown, kind: Kind, attempt: number): number | null {
    if (kind === "create") return null;
    const limit = limitIn(error, this.#options.clock(), attempt);
    if (limit !== null) return limit.afterMs <= longestPauseMs ? limit.afterMs : null;
    return kind === "read" && isPassing(error) ? 1000 * 2 ** (attempt - 1) : null;
  }

  #failure({ kind, call }: Job, error: unknown): unknown {
    if (error instanceof Failure) return error;
    const { connection } = this;
    const { what, remedies = {} } = call;
    if (kind === "create" && isUnknown(error)) {
      return new Failure({
        code: "outcome-unknown",
        what: `${connection.key} gave no usable answer while ${what}: it may be done or not.`,
        remedy: "Nothing to do: the next run looks for it before writing again.",
        verdict: { kind: "retry", afterMs: null },
        cause: error,
      });
    }
    return failureOf({ connection, what, error, now: this.#options.clock(), remedies }) ?? error;
  }

  #parse<T>({ what, schema, kind }: Call<T>, data: unknown): T {
    const parsed = schema.safeParse(data);
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    const place = issue === undefined ? "" : ` at "${issue.path.join(".")}": ${issue.message}`;
    const shape = new UnreadableAnswer(`an answer of an unknown shape${place}`, { broken: false, cause: parsed.error });
    if (kind === "create") throw this.#failure({ kind, resource: "core", call: { what, schema, owner: null } }, shape);
    const { key, webUrl } = this.connection;
    throw unreadable({ connection: key, what, webUrl, says: shape.message, broken: false });
  }
}

function partsFrom(options: ClientOptions): Parts {
  const { connection, clock, log, timeLimit, timeoutMs = 30_000 } = options;
  const pacing = new Pacing(options);
  const heard = (headers: Headers) => pacing.obey(headers);
  const transport = new Transport({ connection, log, timeLimit, timeoutMs, heard });
  return {
    transport,
    credentials: new Credentials({ connection, transport, clock }),
    pacing,
    urgency: "live",
    told: new Set(),
  };
}

/** Worth another try: no answer, half an answer, or a server that could not finish. */
function isPassing(error: unknown): boolean {
  if (error instanceof HttpRefusal) return error.status >= 500 || error.status === 408;
  if (error instanceof UnreadableAnswer) return error.broken;
  if (error instanceof GraphqlRefusal) return error.errors.every(isUnfinished);
  return error instanceof NoAnswer;
}

/** The request may have been carried out although we have no answer that says so. */
function isUnknown(error: unknown): boolean {
  if (error instanceof HttpRefusal) return error.status >= 500 || error.status === 408;
  if (error instanceof NoAnswer) return !error.neverSent;
  return error instanceof UnreadableAnswer;
}
