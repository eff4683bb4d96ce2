import { createServer } from "node:http";
import express from "express";
import { FaultyWire } from "./faulty-wire.ts";

/** A loopback port with a wire that can be made faulty before whatever is mounted. */
export async function serve() {
  const wire = new FaultyWire();
  const app = express();
  app.use(wire.handle);
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new TypeError("no port");
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { wire, app, url: `http://127.0.0.1:${address.port}`, close };
}
