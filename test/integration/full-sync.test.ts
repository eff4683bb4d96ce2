import { expect, test } from "vitest";
import type { JiraSite } from "../../sandbox/jira/site.ts";
import { at, listAt } from "../support/json.ts";
import { useSmallWorld } from "../support/small-world.ts";
import { jsonOf } from "../support/terminal.ts";

const { world } = useSmallWorld("postgres");

function jira(): JiraSite {
  const [site] = world().sandbox.jira.values();
  if (site === undefined) throw new Error("the sandbox has no Jira site");
  return site;
}

test("sync --full finds what was deleted in either tracker, keeps it as gone, and nothing else is lost", async () => {
  jira().people.deleteIssue("PAY-2");
  world().sandbox.github.people.delete({ repository: "acme/api", number: 1 });
  const file = await world().trainFile();
  // The only issue of the repository is gone: an empty listing is no proof of it.
  const synced = await world().command("sync", "--full", "--json", "--config", file);
  expect(synced.code).toBe(1);
  expect(synced.stderr).toContain("hub does not show 1 of 1 items any more; none of them was dropped.");
  const told = listAt(JSON.parse(synced.stdout), "connections");
  expect(told.map((one) => [at(one, "connection"), at(one, "gone"), at(one, "refused", "code")])).toEqual([
    ["acme", 1, undefined],
    ["hub", 0, "guard"],
  ]);
  const conflicts = jsonOf(await world().command("conflicts", "small", "--json"));
  // The link to PAY-2 went with it; the words of acme/api#1 still name it.
  expect(conflicts).toMatchObject([
    { rule: "cancelled-provider", consumer: { key: "acme/api#1" }, provider: { key: "PAY-2" } },
  ]);
  const all = await world().trainFile((text) => `${text}serve: { maxDrop: 100% }\n`);
  const allowed = await world().command("sync", "--full", "--config", all);
  expect(allowed.code, allowed.stderr).toBe(0);
  expect(allowed.stdout).toMatch(/^hub: .* 1 gone, /m);
});
