import { openStore } from "../../../src/store/open.ts";

/** A process of its own that holds the database in a directory until its standard input ends. */
const store = await openStore({ databaseUrl: null, dataDir: process.argv[2] ?? "" });
await store.saveStream({
  connection: "acme",
  stream: "issues",
  watermark: 1,
  completedAt: 2,
  rejected: 3,
  token: null,
  failure: null,
});
process.stdout.write("open\n");
process.stdin.on("end", () => void store.close());
process.stdin.resume();
