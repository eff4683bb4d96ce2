import { summaryOf } from "../domain/rollup/kept-rollup.ts";
import type { RollupTarget } from "../domain/model/train.ts";
import type { Marker } from "../ports/connector.ts";
import { keptRollup } from "./decision-rows.ts";
import type { Evaluation } from "./evaluate.ts";
import { inPresentTargets } from "./follow-connections.ts";
import { hourMs, recentWrites, withinRewrites } from "./plan-limits.ts";
import { withoutRefused } from "./plan-refused.ts";
import { planIssue } from "./plan-rollups.ts";
import { emptyPlan, joinPlans, targetName, type Plan } from "./planned-writes.ts";
import { portfolioDocument, type PortfolioTrain } from "./portfolio-document.ts";
import { outcomesOf } from "./publish-outcomes.ts";
import { namesIn, presentRollups } from "./rollup-places.ts";
import { applyPlan, type Applied, type PlanContext, type PublishContext } from "./publish.ts";

/** The key for all trains in place of a train's: no train may have it. */
export const portfolioKey = "*";

/** Maximum number of writes of the portfolio per hour: the default of a train. */
const rewritesPerHour = 20;

/**
 * One living issue per place that the train file names for the portfolio, made from each train's last stored rollup: it
 * evaluates no train. Before consent for any train, and after all are stopped, it plans nothing.
 * @param basis `at`: epoch milliseconds; `evaluated`: fresh evaluations, which replace stored rollups
 */
export async function planPortfolio(
  { store, connectors, render }: Pick<PlanContext, "store" | "connectors" | "render">,
  basis: PortfolioBasis,
): Promise<Plan> {
  const { at } = basis;
  const targets = (await store.portfolioTargets()).filter(({ connection }) => connectors.has(connection));
  if (targets.length === 0) return emptyPlan;
  if (!(await isAnyStarted(store))) return emptyPlan;
  const trains = await trainsOf(store, basis);
  const refusals = await store.refusals(portfolioKey);
  const names = await namesIn(store, targets);
  const sites = await store.sites();
  const publications = inPresentTargets(await store.publications(portfolioKey), targets, { names, sites });
  const plans = targets.map((target) => {
    const [marker, document] = [portfolioMarker(target), portfolioDocument(trains, target.connection)];
    return planIssue({ train: portfolioKey, marker, target, publications, refusals, names, render, document });
  });
  return withinRewrites(withoutRefused(joinPlans(plans), { refusals, at }), {
    recent: await recentWrites(store, portfolioKey, at),
    perHour: rewritesPerHour,
  });
}

async function isAnyStarted(store: PlanContext["store"]): Promise<boolean> {
  for (const { key } of await store.trains()) if ((await store.consent(key)).state === "started") return true;
  return false;
}

export type PortfolioBasis = { readonly at: number; readonly evaluated?: readonly Evaluation[] };

export function portfolioMarker(target: RollupTarget): Marker {
  return `portfolio:${target.connection}:${targetName(target)}`;
}

/** Updates the portfolio from the trains' rollups. @throws Failure of the database */
export async function publishPortfolio(context: PublishContext, at: number): Promise<Applied> {
  const isStopped = async () => !(await isAnyStarted(context.store));
  const applied = await applyPlan(context, await planPortfolio(context, { at }), isStopped);
  const rollupTargets = await context.store.portfolioTargets();
  if (!applied.stopped) {
    await context.store.notePublished(portfolioKey, outcomesOf({ teams: [], rollupTargets }, { ...applied, at }));
  }
  return applied;
}

async function trainsOf(
  store: PlanContext["store"],
  { at, evaluated = [] }: PortfolioBasis,
): Promise<readonly PortfolioTrain[]> {
  const trains = await store.trains();
  const kept = await store.trainSummaries(
    trains.map(({ key }) => key),
    at + hourMs,
  );
  const known = new Map([...kept, ...evaluated.map((one) => [one.rollup.train, summaryOf(keptRollup(one))] as const)]);
  return Promise.all(
    trains.map(async ({ key, name, timeZone, rollupTargets }) => {
      const names = await namesIn(store, rollupTargets);
      const rollups = presentRollups(await store.publications(key), { rollupTargets }, names);
      return { name, timeZone, summary: known.get(key) ?? null, rollups };
    }),
  );
}
