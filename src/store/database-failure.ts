import { Failure } from "../domain/failure.ts";

/** The database's location for messages to the operator, without password. */
export type Place = { readonly name: string; readonly engine: "embedded" | "server" };

/** Codes of the system and of PostgreSQL (Appendix A of its manual) for an unreachable server or a refused login. */
const unreachable = new Set(["ECONNREFUSED", "ECONNRESET", "ENOTFOUND", "EAI_AGAIN", "ETIMEDOUT", "EHOSTUNREACH"]);
const disconnected = new Set([
  "ENETUNREACH",
  "EPIPE",
  "EROFS",
  "ENOTDIR",
  "EEXIST",
  "57P01",
  "57P02",
  "57P03",
  "57P05",
]);
const closedTo = new Set(["EACCES", "EPERM"]);
const exhausted = new Set(["53300"]);
/** A statement that a limit of the user, the database or a person ended, or that met one of another session. */
const ended = new Set(["57014", "55P03", "25P03", "25P04", "40001", "40P01"]);
/** A prepared statement that another process made in the same session, or that is in another session. */
const ofOtherSession = new Set(["42P05", "26000"]);
const full = new Set(["ENOSPC", "EDQUOT", "53100"]);
/** The driver reports these by their text only. */
const connectionWords =
  /connection (?:terminated|closed)|timeout (?:expired|exceeded)|not queryable|can't reach database/iu;
/** The driver's check of what a password login needs; its error has no code. */
const loginWords = /^SASL: /u;
const fullWords = /no space left on device/iu;

/** Codes of OpenSSL's checks of a certificate, and of Node's own (https://nodejs.org/api/tls.html#x509-certificate-error-codes). */
const ofTls = /CERT|^UNABLE_TO_|^ERR_(?:SSL|TLS|OSSL)_|^HOSTNAME_MISMATCH$|^EPROTO$/u;
const tlsWords = /server does not support SSL/iu;

/** Turns errors that an operator can repair into a `Failure`; returns others, which are bugs, unchanged. */
export function databaseFailure(error: unknown, place: Place): unknown {
  if (error instanceof Failure) return error;
  const causes = chainOf(error);
  const codes = causes.flatMap(codesOf);
  const has = (code: ReadonlySet<string>) => codes.some((one) => code.has(one));
  const says = (words: RegExp) => causes.some((cause) => cause instanceof Error && words.test(cause.message));
  if (has(full) || says(fullWords)) return diskFull(place, error);
  if (codes.some((code) => code.startsWith("28")) || says(loginWords)) return refused(place, error);
  if (codes.includes("3D000")) return missing(place, error);
  if (codes.includes("42501")) return forbidden(place, error);
  if (codes.includes("3F000")) return withoutSchema(place, error);
  if (codes.includes("25006")) return readOnly(place, error);
  if (has(exhausted)) return withoutConnection(place, error);
  if (has(ended)) return cutShort(place, error);
  if (has(ofOtherSession)) return pooled(place, error);
  if (codes.includes("08P01")) return turnedAway(place, error);
  if (codes.some((code) => ofTls.test(code)) || says(tlsWords)) return tlsFailed(place, error);
  if (place.engine === "server" && codes.includes("ENOENT")) return pathMissing(place, error);
  if (place.engine === "embedded" && has(closedTo)) return closedFolder(place.name, place.name, error);
  const lost = has(unreachable) || has(disconnected) || has(closedTo) || codes.some((code) => /^(?:08|P1)/u.test(code));
  return lost || says(connectionWords) ? gone(place, error) : error;
}

/** PostgreSQL's error classes about values: data exceptions, constraints, cardinality violations, program limits. */
const ofData = /^(?:21|22|23|54)[0-9A-Z]{3}$/u;

/** Whether the database rejected a statement because of a value in a row; it may accept the other rows. */
export function isRefusedRow(error: unknown): error is Error {
  return (
    error instanceof Error &&
    chainOf(error)
      .flatMap(codesOf)
      .some((code) => ofData.test(code))
  );
}

/** The error, its causes and its aggregated errors, in all the drivers' ways of nesting. */
function chainOf(error: unknown, depth = 0): readonly unknown[] {
  if (typeof error !== "object" || error === null || depth > 5) return [];
  const { cause, meta, driverAdapterError, errors } = fieldsOf(error);
  const nested = [cause, meta, driverAdapterError, ...(Array.isArray(errors) ? (errors as unknown[]) : [])];
  return [error, ...nested.flatMap((one) => chainOf(one, depth + 1))];
}

function codesOf(error: unknown): readonly string[] {
  if (typeof error !== "object" || error === null) return [];
  const { code, originalCode } = fieldsOf(error);
  return [code, originalCode].filter((one) => typeof one === "string");
}

function fieldsOf(error: object): Readonly<Partial<Record<string, unknown>>> & { [key in Field]?: unknown } {
  // These two are not enumerable.
  const cause = error instanceof Error ? { cause: error.cause } : {};
  const errors = error instanceof AggregateError ? { errors: error.errors } : {};
  return { ...error, ...cause, ...errors };
}

type Field = "cause" | "meta" | "driverAdapterError" | "errors" | "code" | "originalCode";

export function diskFull(place: Place, cause?: unknown): Failure {
  return new Failure({
    code: "disk-full",
    what: `The disk of the database (${place.name}) is full; the last change was not stored, what was stored before stands.`,
    remedy: "Free some space there, then run the command again.",
    verdict: { kind: "stop" },
    cause,
  });
}

/** @param path the folder of an embedded database, or a file in it, that this process may not use */
export function closedFolder(folder: string, path: string, cause: unknown): Failure {
  return unavailable(cause, {
    what: `The user who runs Signalbox may not read and write ${path}.`,
    remedy: `Give that user the whole folder (\`chown -R USER ${folder}\`), or run Signalbox as its owner. A command that ran as another user, such as root, leaves files of its own there.`,
  });
}

function refused(place: Place, cause: unknown): Failure {
  return unavailable(cause, {
    what: `PostgreSQL at ${place.name} refused the login: ${wordsOf(cause)}.`,
    remedy: /no encryption|SSL off/iu.test(wordsOf(cause))
      ? "Add `?sslmode=verify-full` to DATABASE_URL, if this server takes logins over TLS only; else check its pg_hba.conf."
      : "Check the user and the password in DATABASE_URL: it needs both, with special characters percent-encoded (# is %23).",
  });
}

function forbidden(place: Place, cause: unknown): Failure {
  return unavailable(cause, {
    what: `PostgreSQL at ${place.name} does not let this user do what Signalbox needs.`,
    remedy:
      "Make the user of DATABASE_URL the owner of the database: Signalbox makes and changes its own tables there.",
  });
}

function missing(place: Place, cause: unknown): Failure {
  return unavailable(cause, {
    what: `PostgreSQL has no database ${place.name}.`,
    remedy: "Create it (`createdb`), or correct the name in DATABASE_URL.",
  });
}

function withoutSchema(place: Place, cause: unknown): Failure {
  return unavailable(cause, {
    what: `PostgreSQL at ${place.name} has no schema for this user's tables.`,
    remedy: "Let the user's search_path begin with a schema that exists and that the user may use, such as public.",
  });
}

/** After a failover the address may lead to the new primary by itself. */
function readOnly(place: Place, cause: unknown): Failure {
  return unavailable(cause, {
    what: `The database ${place.name} takes no writes: it is a standby, or its sessions are read-only.`,
    remedy: "Name the primary server in DATABASE_URL.",
    mayPass: true,
  });
}

function withoutConnection(place: Place, cause: unknown): Failure {
  return unavailable(cause, {
    what: `PostgreSQL at ${place.name} has no connection left: ${wordsOf(cause)}.`,
    remedy: "Raise its max_connections, or the limit of the user: a Signalbox process takes up to 16 connections.",
    mayPass: true,
  });
}

function cutShort(place: Place, cause: unknown): Failure {
  return unavailable(cause, {
    what: `PostgreSQL at ${place.name} ended a statement: ${wordsOf(cause)}.`,
    remedy:
      "If that lasts, raise the limit for the user of DATABASE_URL, such as `alter role USER set statement_timeout = 0`.",
    mayPass: true,
  });
}

export function pooled(place: Place, cause?: unknown): Failure {
  return unavailable(cause, {
    what: `A pooler at ${place.name} runs in transaction mode, in which Signalbox cannot hold its locks.`,
    remedy:
      "Set the pooler to session mode (PgBouncer: `pool_mode = session`), or name PostgreSQL itself in DATABASE_URL.",
  });
}

/** Poolers use this code of the protocol for all their refusals. */
function turnedAway(place: Place, cause: unknown): Failure {
  return unavailable(cause, {
    what: `PostgreSQL at ${place.name}, or a pooler in front of it, turned the connection away: ${wordsOf(cause)}.`,
    remedy: "Correct DATABASE_URL, or the settings of the pooler: its log says more.",
    mayPass: true,
  });
}

function tlsFailed(place: Place, cause: unknown): Failure {
  return unavailable(cause, {
    what: `The TLS connection to the database ${place.name} failed: ${wordsOf(cause)}.`,
    remedy: tlsWords.test(wordsOf(cause))
      ? "Switch TLS on in PostgreSQL, or write `sslmode=disable` into DATABASE_URL: passwords and data then cross the network unencrypted."
      : "Name the CA's certificate in DATABASE_URL (`?sslmode=verify-full&sslrootcert=/path/to/ca.pem`), and the host as the certificate does. `sslmode=no-verify` checks neither, `sslmode=disable` uses no TLS.",
  });
}

/** A socket, or a certificate. */
function pathMissing(place: Place, cause: unknown): Failure {
  return unavailable(cause, {
    what: `DATABASE_URL (${place.name}) names a file or a socket that is not there: ${wordsOf(cause)}.`,
    remedy: "Correct the path in DATABASE_URL, or check that PostgreSQL runs there.",
    mayPass: true,
  });
}

function wordsOf(cause: unknown): string {
  return (cause instanceof Error ? cause.message : String(cause)).replace(/[.:\s]+$/u, "");
}

function gone(place: Place, cause: unknown): Failure {
  return unavailable(cause, {
    what: `The database ${place.name} cannot be reached.`,
    remedy:
      place.engine === "server"
        ? "Check that PostgreSQL runs there and that host and port in DATABASE_URL are right, then run the command again."
        : "Check that the folder is there and may be written, then run the command again.",
    mayPass: true,
  });
}

/** `mayPass`: without a change of the configuration. */
type Trouble = { readonly what: string; readonly remedy: string; readonly mayPass?: true };

function unavailable(cause: unknown, { what, remedy, mayPass }: Trouble): Failure {
  const verdict = mayPass === true ? ({ kind: "retry", afterMs: null } as const) : ({ kind: "stop" } as const);
  return new Failure({ code: "database-unavailable", what, remedy, verdict, cause });
}
