import type { HeaderReader } from "./rate-headers.ts";

/** An answer that is not 2xx. `RequestSender` makes it the cause of a `Failure`. */
export class HttpRefusal extends Error {
  override readonly name = "HttpRefusal";
  readonly status: number;
  readonly headers: HeaderReader;
  /** The tracker's message, without secrets; null if the body comes from elsewhere, such as a proxy's page. */
  readonly words: string | null;

  constructor({ status, headers }: Pick<HttpRefusal, "status" | "headers">, words: string | null) {
    super(`HTTP ${status}`);
    this.status = status;
    this.headers = headers;
    this.words = words;
  }
}

/**
 * No complete answer: connection refused, broken off, past the time limit, or ended by a stop of the process. Internal
 * to connectors, as all of these errors.
 */
export class NoAnswer extends Error {
  override readonly name = "NoAnswer";
  /** Whether an answer began and broke off. */
  readonly brokenOff: boolean;
  /** Whether the request certainly did not reach the tracker. */
  readonly neverSent: boolean;
  /** Whether a stop of the process ended a read. */
  readonly byStop: boolean;

  constructor(cause: unknown, brokenOff: boolean) {
    super("no answer", { cause });
    this.brokenOff = brokenOff;
    this.neverSent = !brokenOff && failedToConnect(cause);
    // The reason of `AbortController.abort()`; a time limit's is a TimeoutError.
    this.byStop = cause instanceof Error && cause.name === "AbortError";
  }
}

/** A 2xx with malformed JSON. `broken`: the JSON ends too early. */
export class UnreadableAnswer extends Error {
  override readonly name = "UnreadableAnswer";
  readonly broken: boolean;

  constructor(message: string, options: { readonly broken: boolean; readonly cause?: unknown }) {
    super(message, { cause: options.cause });
    this.broken = options.broken;
  }
}

/** The whole text of an answer. @throws NoAnswer if it breaks off */
export async function textOf(response: Response): Promise<string> {
  try {
    return await response.text();
  } catch (cause) {
    throw new NoAnswer(cause, true);
  }
}

/** The JSON of a 2xx; undefined for an empty body. @throws UnreadableAnswer */
export function jsonOf(headers: Headers, text: string): unknown {
  if (text === "") return undefined;
  const type = headers.get("content-type") ?? "application/json";
  if (!type.includes("json")) throw new UnreadableAnswer(`${type.split(";")[0]} instead of JSON`, { broken: false });
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UnreadableAnswer("JSON that breaks off", { broken: true, cause });
  }
}

const beforeSending = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
  "ERR_SSL_WRONG_VERSION_NUMBER",
  "ERR_SSL_PACKET_LENGTH_TOO_LONG",
]);
/** https://nodejs.org/api/tls.html#x509-certificate-error-codes: Node checks a certificate before it sends anything. */
const ofCertificate = /^(?:CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|INVALID_CA$|PATH_LENGTH_|ERR_TLS_CERT_)/u;

function failedToConnect(cause: unknown): boolean {
  if (!(cause instanceof Error)) return false;
  if (cause instanceof AggregateError && cause.errors.length > 0) return cause.errors.every(failedToConnect);
  const code: unknown = "code" in cause ? cause.code : undefined;
  const isBefore = typeof code === "string" && (beforeSending.has(code) || ofCertificate.test(code));
  return isBefore || failedToConnect(cause.cause);
}
