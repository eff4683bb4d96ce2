import { z } from "zod";

/** An answer that is not 2xx, redirects of a write among them. Internal to this connector: `failure.ts` turns it into a `Failure`. */
export class HttpRefusal extends Error {
  override readonly name = "HttpRefusal";
  readonly status: number;
  readonly headers: Headers;
  /** GitHub's own words; null where the body is not GitHub's, such as a proxy's page. */
  readonly said: string | null;

  constructor(response: Response, said: string | null) {
    super(`HTTP ${response.status}`);
    this.status = response.status;
    this.headers = response.headers;
    this.said = said;
  }
}

/** No whole answer: connection refused, broken off, or past the time limit. */
export class NoAnswer extends Error {
  override readonly name = "NoAnswer";
  /** True where an answer began and broke off. */
  readonly brokenOff: boolean;
  /** True where the request cannot have reached GitHub. */
  readonly neverSent: boolean;

  constructor(cause: unknown, brokenOff: boolean) {
    super("no answer", { cause });
    this.brokenOff = brokenOff;
    this.neverSent = !brokenOff && failedToConnect(cause);
  }
}

/** A 2xx that is not the JSON it should be. `broken` for JSON that ends too early. */
export class UnreadableAnswer extends Error {
  override readonly name = "UnreadableAnswer";
  readonly broken: boolean;

  constructor(message: string, options: { readonly broken: boolean; readonly cause?: unknown }) {
    super(message, { cause: options.cause });
    this.broken = options.broken;
  }
}

/** An answer as octokit takes it from a `fetch` when it is told not to parse: `body` is handed on as it is. */
export type WholeAnswer = Pick<Response, "status" | "headers" | "url"> & { readonly body: unknown };

/**
 * Reads and parses an answer whole, so that a body that breaks off is noticed here and under the same time limit.
 * Octokit's own parser looks at every value for numbers beyond 2^53, at several times the cost; the ids we read are
 * below that in REST and texts in GraphQL.
 * @throws HttpRefusal, NoAnswer, UnreadableAnswer
 */
export async function readWhole(response: Response): Promise<WholeAnswer> {
  const { status, headers, url } = response;
  const text = await textOf(response);
  if (!response.ok) throw new HttpRefusal(response, saidIn(text));
  const type = headers.get("content-type") ?? "application/json";
  if (text !== "" && !type.includes("json")) {
    throw new UnreadableAnswer(`${type.split(";")[0]} instead of JSON`, { broken: false });
  }
  return { status, headers, url, body: text === "" ? null : parsed(text) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UnreadableAnswer("JSON that breaks off", { broken: true, cause });
  }
}

async function textOf(response: Response): Promise<string> {
  try {
    return await response.text();
  } catch (cause) {
    throw new NoAnswer(cause, true);
  }
}

const ErrorBody = z.object({
  message: z.string(),
  errors: z
    .array(
      z.union([
        z.string(),
        z
          .object({ message: z.string().optional(), field: z.string().optional(), code: z.string().optional() })
          .transform(({ message, field, code }) => message ?? [field, code].filter(Boolean).join(" ")),
      ]),
    )
    .catch([]),
});

function saidIn(text: string): string | null {
  try {
    const { message, errors } = ErrorBody.parse(JSON.parse(text));
    return [message, ...errors].join("; ");
  } catch {
    return null;
  }
}

const beforeSending = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);

function failedToConnect(cause: unknown): boolean {
  if (!(cause instanceof Error)) return false;
  if (cause instanceof AggregateError && cause.errors.length > 0) return cause.errors.every(failedToConnect);
  const code: unknown = "code" in cause ? cause.code : undefined;
  return (typeof code === "string" && beforeSending.has(code)) || failedToConnect(cause.cause);
}
