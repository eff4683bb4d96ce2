import { evaluating } from "../../src/cli/evaluate-context.ts";
import { beforeEach, describe, expect, test } from "vitest";
import { planPortfolio, portfolioKey, portfolioMarker } from "../../src/reporting/publish-portfolio.ts";
import { evaluateStored } from "../../src/reporting/evaluate-train.ts";
import { noon } from "../support/builders.ts";
import { failure } from "../support/paper-tracker.ts";
import {
  begin,
  finished,
  learn,
  minute,
  overTrains,
  run,
  store,
  tracker,
  train,
  usePaperRound,
} from "./paper-round.ts";

usePaperRound();

const target = { system: "jira", connection: "acme", project: "ORG", issueType: "Task" } as const;

beforeEach(async () => {
  await begin();
  await store.savePortfolioTargets([target]);
});

const sheet = () => [...tracker().sheets.values()].find(({ marker }) => marker === portfolioMarker(target));
const { sink } = tracker();
const planned = (evaluated: Parameters<typeof planPortfolio>[1]["evaluated"] = []) =>
  planPortfolio(
    { store, connectors: { has: () => true }, render: (_, ...rest) => sink.render(...rest) },
    { at: noon, evaluated },
  );

describe("the portfolio over all trains", () => {
  test("is written once by what was kept of each train, and again only where that says something else", async () => {
    await run();
    expect((await overTrains()).counts).toMatchObject({ created: 1 });
    expect(sheet()?.body).toContain("off track");
    expect(sheet()?.labels).toStrictEqual(["signalbox", "portfolio"]);
    expect((await overTrains(noon + minute)).counts).toMatchObject({ created: 0, updated: 0, unchanged: 1 });
    await learn(finished);
    await run(noon + 2 * minute);
    expect((await overTrains(noon + 2 * minute)).counts).toMatchObject({ updated: 1 });
    // No stream of this train was ever read: there is nothing that could be green.
    expect(sheet()?.body).toContain("unknown");
  });

  test("links to the rollups that stand", async () => {
    await run();
    await overTrains();
    expect(sheet()?.body).toContain(JSON.stringify({ type: "link", text: train.name, url: tracker().url("acme") }));
  });

  test("is planned by trains that were just thought about, before anything was kept", async () => {
    const [bare] = (await planned()).writes;
    expect(bare?.text.rendered.title).toBe("Portfolio: 1 not known yet");
    const [write] = (await planned([await evaluateStored(evaluating(store), train, noon)])).writes;
    expect(write).toMatchObject({
      action: "create",
      train: portfolioKey,
      text: { rendered: { title: "Portfolio: 1 off track" } },
    });
  });

  test("is nothing where the train file names no place for it", async () => {
    await store.savePortfolioTargets([]);
    expect(await planned()).toStrictEqual({ writes: [], unchanged: 0, waiting: [] });
  });

  test("that a person removed stays away", async () => {
    await run();
    await overTrains();
    tracker().sheets.clear();
    await store.savePublication(...(await gone()));
    expect((await planned()).waiting).toMatchObject([{ because: "removed-by-a-person", where: "ORG" }]);
  });

  test("that is refused is noted with its connection, and keeps nothing else back", async () => {
    await run();
    tracker().mishap = failure("forbidden");
    expect((await overTrains()).refused).toHaveLength(1);
    const states = (await store.publishStates()).filter((state) => state.train === portfolioKey);
    expect(states).toMatchObject([{ connection: "acme", refused: 1, failure: { code: "forbidden" } }]);
  });

  test("that was stopped half way notes nothing", async () => {
    await run();
    const stopped = await overTrains(noon, { signal: AbortSignal.abort() });
    expect(stopped.stopped).toBe(true);
    expect((await store.publishStates()).filter((state) => state.train === portfolioKey)).toStrictEqual([]);
  });
});

test("a stop of all trains holds from the next write on, also between two places", async () => {
  await store.savePortfolioTargets([target, { ...target, project: "PMO" }]);
  await run();
  const before = tracker().sheets.size;
  tracker().meanwhile = async () => {
    const started = await store.consent(train.key);
    await store.saveConsent(train.key, { state: "stopped", since: noon }, started);
  };
  expect((await overTrains()).stopped).toBe(true);
  expect(tracker().sheets.size).toBe(before + 1);
});

async function gone() {
  const [row] = await store.publications(portfolioKey);
  if (row === undefined) throw new Error("the portfolio was not written");
  return [{ ...row, state: "gone" }, row] as const;
}
