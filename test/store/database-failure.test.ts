import { describe, expect, it } from "vitest";
import { Failure } from "../../src/domain/failure.ts";
import { databaseFailure } from "../../src/store/database-failure.ts";

const server = { name: "db.example:5432/signalbox", engine: "server" } as const;
const embedded = { name: "/data/signalbox", engine: "embedded" } as const;

function withFields(fields: object, message = "words of the driver"): Error {
  return Object.assign(new Error(message), fields);
}

describe("what an operator can mend", () => {
  it.each([
    ["a refused connection", withFields({ code: "ECONNREFUSED" })],
    ["both addresses of a name refused", new AggregateError([withFields({ code: "ECONNREFUSED" })])],
    ["a name nobody knows", withFields({ code: "ENOTFOUND" })],
    ["a server that shuts down", withFields({ code: "57P01" })],
    ["too many connections", withFields({ code: "53300" })],
    ["a broken connection", withFields({ code: "08006" })],
    ["a broken connection, in words", new Error("Connection terminated unexpectedly")],
    ["a connection that takes too long", new Error("timeout exceeded when trying to connect")],
    ["Prisma's own code for it", withFields({ code: "P1001" })],
    [
      "the driver's code inside Prisma's error",
      withFields({ meta: { driverAdapterError: { cause: { originalCode: "57P01" } } } }),
    ],
    ["a cause of a cause", new Error("a", { cause: new Error("b", { cause: withFields({ code: "EPIPE" }) }) })],
  ])("is %s", (_, error) => {
    const failure = databaseFailure(error, server);
    expect(failure).toMatchObject({
      name: "Failure",
      code: "database-unavailable",
      message: expect.stringContaining(server.name) as string,
      verdict: { kind: "retry" },
      cause: error,
    });
  });

  it.each([
    ["a wrong password", "28P01", "refused the login"],
    ["a user who may not", "28000", "refused the login"],
    ["a database that is not there", "3D000", "has no database"],
    ["a user who may not make tables", "42501", "does not let this user"],
  ])("is %s, which no repetition mends", (_, code, words) => {
    expect(databaseFailure(withFields({ code }), server)).toMatchObject({
      code: "database-unavailable",
      message: expect.stringContaining(words) as string,
      verdict: { kind: "stop" },
    });
  });

  it.each([
    ["a certificate of its own", { code: "DEPTH_ZERO_SELF_SIGNED_CERT" }, "self-signed", "sslrootcert"],
    ["an authority that Node does not know", { code: "UNABLE_TO_GET_ISSUER_CERT_LOCALLY" }, "no issuer", "sslrootcert"],
    ["a certificate of another host", { code: "ERR_TLS_CERT_ALTNAME_INVALID" }, "Hostname", "as the certificate does"],
    ["a server without TLS", {}, "The server does not support SSL connections", "Switch TLS on"],
    ["a server that wants TLS", { code: "28000" }, "no pg_hba.conf entry, no encryption", "sslmode=verify-full"],
    ["a login without a password", {}, "SASL: client password must be a string", "it needs both"],
    ["another refused login", { code: "28000" }, "role is not permitted to log in", "user and the password"],
    ["a session of other processes", { code: "42P05" }, "statement already exists", "pool_mode = session"],
    ["another session than before", { code: "26000" }, "statement does not exist", "pool_mode = session"],
    ["a user without a schema", { code: "3F000" }, "no schema has been selected", "search_path"],
  ])("is %s, with what to write into DATABASE_URL or to set", (_, fields, words, remedy) => {
    expect(databaseFailure(withFields(fields, words), server)).toMatchObject({
      code: "database-unavailable",
      remedy: expect.stringContaining(remedy) as string,
      verdict: { kind: "stop" },
    });
  });

  it.each([
    ["a standby", "25006", "cannot execute INSERT in a read-only transaction", "takes no writes", "primary server"],
    ["too many connections", "53300", "too many connections for role", "connections for role", "max_connections"],
    ["a time limit", "57014", "canceling statement due to statement timeout", "due to statement timeout", "alter role"],
    ["a limit for locks", "55P03", "canceling statement due to lock timeout", "due to lock timeout", "alter role"],
    ["a limit between statements", "25P03", "terminating connection due to", "terminating connection", "alter role"],
    ["a pooler that refuses", "08P01", "unsupported startup parameter", "startup parameter", "settings of the pooler"],
    ["a deadlock", "40P01", "deadlock detected", "deadlock detected", "If that lasts"],
  ])("is %s, which may pass", (_, code, message, words, remedy) => {
    expect(databaseFailure(withFields({ code }, message), server)).toMatchObject({
      code: "database-unavailable",
      message: expect.stringContaining(words) as string,
      remedy: expect.stringContaining(remedy) as string,
      verdict: { kind: "retry" },
    });
  });

  it("is a socket or a certificate that is not there: the failure names it", () => {
    const error = withFields({ code: "ENOENT" }, "connect ENOENT /run/postgresql/.s.PGSQL.5432");
    expect(databaseFailure(error, server)).toMatchObject({
      code: "database-unavailable",
      message: expect.stringContaining("/run/postgresql/.s.PGSQL.5432") as string,
      verdict: { kind: "retry" },
    });
    expect(databaseFailure(error, embedded)).toBe(error);
  });

  it.each([
    ["the system's code", withFields({ code: "ENOSPC" })],
    ["PostgreSQL's code", withFields({ code: "53100" })],
    ["words alone", new Error("could not extend file: No space left on device")],
  ])("is a full disk, by %s", (_, error) => {
    expect(databaseFailure(error, embedded)).toMatchObject({ code: "disk-full", cause: error });
  });

  it("is a folder that may not be written, with a remedy of its own", () => {
    const remedyOf = (code: string) => databaseFailure(withFields({ code }), embedded);
    expect(remedyOf("EROFS")).toMatchObject({ remedy: expect.stringContaining("may be written") as string });
    expect(remedyOf("EACCES")).toMatchObject({ remedy: expect.stringContaining("chown -R USER") as string });
  });

  it("is not a bug of ours: that stays as it is", () => {
    const bug = withFields({ code: "42P01" }, "relation does not exist");
    expect(databaseFailure(bug, server)).toBe(bug);
    expect(databaseFailure("a string", server)).toBe("a string");
    expect(databaseFailure(null, server)).toBeNull();
  });

  it("is not wrapped twice", () => {
    const failure = new Failure({ code: "guard", what: "w", remedy: "r", verdict: { kind: "stop" } });
    expect(databaseFailure(failure, server)).toBe(failure);
  });

  it("ends where causes go in a circle", () => {
    const error = withFields({});
    error.cause = error;
    expect(databaseFailure(error, server)).toBe(error);
  });
});
