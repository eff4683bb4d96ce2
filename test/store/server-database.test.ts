import { createServer, type AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { openServerDatabase } from "../../src/store/server-database.ts";

/** AuthenticationSASL with a mechanism that the driver does not have: it gives up and leaves the connection open. */
const askForLogin = Buffer.from("R\0\0\0\x0d\0\0\0\x0aODD\0\0", "latin1");

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
