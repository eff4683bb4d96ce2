import { createServer, type AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { openServerDatabase } from "../../src/store/server-database.ts";

/** AuthenticationSASL with a mechanism that the driver does not have: it gives up and leaves the connection open. */
const askForLogin = Buffer.from("R\0\0\0\x0d\0\0\0\x0aODD\0\0", "latin1");

/** A message of the protocol's version 3, whose length counts itself. */
function message(type: string, content: string): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(content.length + 4);
  return Buffer.concat([Buffer.from(type), length, Buffer.from(content, "latin1")]);
}

const ready = message("Z", "I");
const letIn = Buffer.concat([message("R", "\0\0\0\0"), ready]);
/** A row with the number of a session: one column of the type int4. */
const sessionSeven = Buffer.concat([
  message("T", "\0\x01session\0\0\0\0\0\0\0\0\0\0\x17\0\x04\xff\xff\xff\xff\0\0"),
  message("D", "\0\x01\0\0\0\x017"),
  message("C", "SELECT 1\0"),
  ready,
]);

test("a pooler that gives several connections one session is refused before a lock is taken there", async () => {
  const asked: string[] = [];
  const pooler = createServer((socket) => {
    socket.once("data", () => {
      socket.write(letIn);
      socket.on("data", (bytes) => {
        asked.push(bytes.toString("latin1"));
        if (asked.at(-1)?.startsWith("Q") === true) socket.write(sessionSeven);
      });
    });
    onTestFinished(() => void socket.destroy());
  });
  onTestFinished(() => void pooler.close());
  await new Promise<void>((resolve) => pooler.listen(0, "127.0.0.1", resolve));
  const { port } = pooler.address() as AddressInfo;
  const database = openServerDatabase(`postgresql://me:word@127.0.0.1:${port}/box`);
  await expect(database.join()).rejects.toMatchObject({
    code: "database-unavailable",
    message: expect.stringContaining("transaction mode") as string,
    verdict: { kind: "stop" },
  });
  await database.close();
  expect(asked).toContainEqual(expect.stringContaining("pg_backend_pid"));
  expect(asked.filter((sql) => sql.includes("advisory_lock"))).toEqual([]);
});

test("no connection outlives a login that failed", async () => {
  const closed = Promise.withResolvers<undefined>();
  const server = createServer((socket) => {
    socket.once("close", () => closed.resolve(undefined));
    socket.once("data", () => socket.write(askForLogin));
    onTestFinished(() => void socket.destroy());
  });
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const database = openServerDatabase(`postgresql://me@127.0.0.1:${port}/box`);
  await expect(database.query("select 1")).rejects.toMatchObject({ code: "database-unavailable" });
  await database.close();
  await closed.promise;
});
