import { play } from "./play.ts";
import { openStores } from "./stores.ts";
await using resources = new AsyncDisposableStack();
const stores = await openStores(resources);
const [from = 1, to = 1, steps = 10] = process.argv.slice(2).map(Number);
for (let seed = from; seed <= to; seed++) {
  const t = performance.now();
  const r = await play({ seed, steps, ...stores });
  console.log(
    JSON.stringify({ ...r, diverged: r.diverged.map((d) => d.slice(0, 700)) }, null, 1),
    Math.round(performance.now() - t),
  );
}
process.exit(0);
