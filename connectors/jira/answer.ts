import { z } from "zod";

/** An answer that is not 2xx. Internal to this connector: `client.ts` turns it into a `Failure`. */
export class HttpRefusal extends Error {
  override readonly name = "HttpRefusal";
  readonly status: number;
  readonly headers: Headers;
  readonly said: JiraErrors;

  constructor(response: Response, said: JiraErrors) {
    super(`HTTP ${response.status}`);
    this.status = response.status;
    this.headers = response.headers;
    this.said = said;
  }
}

/** No whole answer: connection refused, broken off, or past the time limit. */
export class NoAnswer extends Error {
  override readonly name = "NoAnswer";
  /** True where the request cannot have reached the tracker. */
  readonly neverSent: boolean;
  /** True where an answer began and broke off. */
  readonly brokenOff: boolean;

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

export type JiraErrors = { readonly messages: readonly string[]; readonly fields: Readonly<Record<string, string>> };

const ErrorBody = z.object({
  errorMessages: z.array(z.string()).catch([]),
  errors: z.record(z.string(), z.string()).catch({}),
  message: z.string().optional().catch(undefined),
});

/**
 * Reads an answer whole.
 * @throws HttpRefusal, NoAnswer, UnreadableAnswer
 */
export async function readAnswer(response: Response): Promise<unknown> {
  if (response.status >= 300 && response.status < 400) {
    throw new UnreadableAnswer("a redirect to another page", { broken: false });
  }
  const text = await textOf(response);
  if (!response.ok) throw new HttpRefusal(response, saidIn(text));
  if (text === "") return undefined;
  const type = response.headers.get("content-type") ?? "application/json";
  if (!type.includes("json")) throw new UnreadableAnswer(`${type.split(";")[0]} instead of JSON`, { broken: false });
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

/** Jira's own words; nothing where the body is not Jira's, such as a proxy's page. */
function saidIn(text: string): JiraErrors {
  try {
    const body = ErrorBody.parse(JSON.parse(text));
    return {
      messages: body.message === undefined ? body.errorMessages : [...body.errorMessages, body.message],
      fields: body.errors,
    };
  } catch {
    return { messages: [], fields: {} };
  }
}

const beforeSending = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"]);

function failedToConnect(cause: unknown): boolean {
  if (!(cause instanceof Error)) return false;
  if (cause instanceof AggregateError && cause.errors.length > 0) return cause.errors.every(failedToConnect);
  const code: unknown = "code" in cause ? cause.code : undefined;
  if (typeof code === "string" && (beforeSending.has(code) || code === "UND_ERR_CONNECT_TIMEOUT")) return true;
  return failedToConnect(cause.cause);
}
