import { createHmac, timingSafeEqual } from "node:crypto";
import { text } from "node:stream/consumers";
import express from "express";
import { Pool } from "pg";
import { z } from "zod";

/*
 * The minimum cost of receiving, in its own process: a bare express app that reads the raw body, compares its HMAC and
 * makes one insert. Reads its settings from stdin; prints its port as one line of JSON; ends with SIGTERM.
 */
const { databaseUrl, secret } = z
  .object({ databaseUrl: z.string(), secret: z.string() })
  .parse(JSON.parse(await text(process.stdin)));
const pool = new Pool({ connectionString: databaseUrl });
await pool.query(
  "create table if not exists floor_delivery (id text primary key, event text, body text, received_at timestamptz)",
);
const app = express();
app.post("/", express.raw({ type: () => true, limit: "26mb" }), async (request, response) => {
  const body: unknown = request.body;
  if (!Buffer.isBuffer(body)) throw new TypeError("no body");
  const expected = Buffer.from(`sha256=${createHmac("sha256", secret).update(body).digest("hex")}`);
  const given = Buffer.from(request.get("x-hub-signature-256") ?? "");
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    response.status(401).end();
    return;
  }
  const row = [request.get("x-github-delivery"), request.get("x-github-event"), body.toString(), new Date()];
  await pool.query("insert into floor_delivery values ($1, $2, $3, $4) on conflict do nothing", row);
  response.status(202).end();
});
const server = app.listen(0, "127.0.0.1", () => {
  const address = server.address();
  process.stdout.write(`${JSON.stringify({ port: typeof address === "object" ? address?.port : null })}\n`);
});
process.once("SIGTERM", () => process.exit(0));
