import { expect, test } from "vitest";
import { at, listAt } from "../support/json.ts";
import { useSmallWorld } from "../support/small-world.ts";

const { world } = useSmallWorld("postgres");

const teams = `    teams:
      - { key: ledger, name: Ledger, from: { jira: acme, project: LED } }
      - { key: old, name: Old, from: { github: hub, repo: acme/old } }`;

test("sync names the project and the repository that it cannot read, reads the others, and takes these in later", async () => {
  const file = await world().trainFile((text) => text.replace("    teams:", teams));
  world().sandbox.github.people.createIssue("acme/api", { title: "New" });
  const synced = await world().command("sync", "--json", "--config", file);
  expect(synced.code).toBe(1);
  expect(synced.stderr).toContain("project LED");
  expect(synced.stderr).toContain("repository acme/old");
  const told = listAt(JSON.parse(synced.stdout), "connections");
  expect(told.map((one) => [at(one, "connection"), at(one, "unread"), at(one, "failures", 0, "code")])).toEqual([
    ["acme", ["container:LED"], "not-found"],
    ["hub", ["container:acme/old"], "not-found"],
  ]);
  const hub = told.find((one) => at(one, "connection") === "hub");
  const issues = listAt(hub, "streams").find((stream) => at(stream, "stream") === "issues:acme/api");
  expect(at(issues, "written")).toBeGreaterThan(0);
  await world().expectLastGoodModel();
  const good = await world().trainFile();
  expect((await world().command("sync", "--config", good)).code).toBe(0);
});
