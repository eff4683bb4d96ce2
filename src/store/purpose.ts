import type { Purpose } from "../ports/store.ts";
import type { Database } from "./database.ts";

/** See `Store.claim`. Of two that claim at once the first one settles it, the other reads what it settled. */
export async function claim(database: Database, purpose: Purpose): Promise<Purpose> {
  await database.join();
  await database.execute("insert into installation (purpose) values ($1::purpose) on conflict do nothing", [purpose]);
  const [row] = await database.query<{ purpose: Purpose }>("select purpose from installation");
  return row?.purpose ?? purpose;
}
