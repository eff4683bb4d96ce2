import type { RollupTarget } from "../domain/model/train.ts";
import type { Database } from "./database.ts";

/** See `Store.savePortfolioTargets`. Equal ones are not touched. */
export async function savePortfolioTargets(database: Database, targets: readonly RollupTarget[]): Promise<void> {
  const texts = targets.map((target) => JSON.stringify(target));
  await database.transaction(async (tx) => {
    await tx.execute("delete from portfolio_target where position >= $1", [texts.length]);
    await tx.execute(
      `insert into portfolio_target as t (position, target)
       select place - 1, target::json from unnest($1::text[]) with ordinality as u (target, place)
       on conflict (position) do update set target = excluded.target where t.target::text <> excluded.target::text`,
      [texts],
    );
  });
}

/** See `Store.portfolioTargets`. */
export async function readPortfolioTargets(database: Database): Promise<readonly RollupTarget[]> {
  const rows = await database.query<{ target: RollupTarget }>("select target from portfolio_target order by position");
  return rows.map(({ target }) => target);
}
