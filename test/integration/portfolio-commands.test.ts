import { expect, test } from "vitest";
import { portfolioKey } from "../../src/reporting/publish-portfolio.ts";
import { useSmallWorld } from "../support/small-world.ts";
import { TrackerHands } from "../support/tracker-hands.ts";

const { world } = useSmallWorld("postgres");

/** Its output; it has to end well. */
async function run(...argv: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await world().command(...argv);
  expect(code, stderr).toBe(0);
  return stdout;
}

test("plan shows the portfolio that apply writes, once somebody said yes to a train; then nothing until it changes", async () => {
  const portfolio = "reports: { portfolio: { github: hub, repo: acme/trains } }";
  const file = await world().trainFile((text) => `${text}\n${portfolio}\n`);
  await run("sync", "--config", file);
  expect(await run("plan")).not.toContain("Portfolio: ");
  expect(await run("apply", "--config", file)).toContain("Portfolio: 0 created");

  await run("start", "small");
  expect(await run("plan")).toContain("Portfolio: 1 off track");
  expect(await run("plan", "small")).not.toContain("Portfolio: ");
  const said = await run("apply", "--config", file);
  const [, key = ""] = /Portfolio: 1 created, .*\n  created rollup in hub, (\S+) /u.exec(said) ?? [];
  expect(new TrackerHands(world().sandbox).body({ key })).toContain("1 release train: 1 off track.");
  expect(await run("apply", "--config", file)).toContain("Portfolio: 0 created, 0 updated, 0 resolved, 1 unchanged");
  const plan: unknown = JSON.parse(await run("apply", "--config", file, "--json"));
  expect(plan).toMatchObject([{ train: "small" }, { train: portfolioKey, unchanged: 1, written: [] }]);
});
