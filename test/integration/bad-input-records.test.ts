import { describe, expect, test } from "vitest";
import { at, isObject, listAt, type Json } from "../support/json.ts";
import { useSmallWorld } from "../support/small-world.ts";
import { changing } from "../support/spoiling-proxy.ts";
import { jsonOf, type CommandResult } from "../support/terminal.ts";

const { world } = useSmallWorld("postgres");

/** @param nothing the connection that lists nothing at all, where one does: that is refused, once all is read. */
async function fullSync(nothing: string | null = null): Promise<CommandResult> {
  const result = await world().command("sync", "--full", "--json", "--config", await world().trainFile());
  const refusal =
    nothing === null ? /^$/ : new RegExp(`^signalbox: ${nothing} does not show (\\d) of \\1 items any more`);
  expect(result.stderr.replaceAll(/^\{.*\n/gm, "")).toMatch(refusal);
  expect(result.code).toBe(nothing === null ? 0 : 1);
  return result;
}

async function report(): Promise<unknown> {
  return jsonOf(await world().command("report", "small", "--json"));
}

const search = /\/search\/jql$/;

/** The answer with its issues changed. */
function issues(change: (issues: readonly unknown[]) => readonly unknown[]) {
  return changing(search, (body) => ({ ...(isObject(body) ? body : {}), issues: change(listAt(body, "issues")) }));
}

/** Every list below `data.repository`, as GraphQL gives them, without its members. */
function emptied(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(emptied);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([name, inner]) => [name, name === "nodes" ? [] : emptied(inner)]);
  return Object.fromEntries(entries) as Json;
}

describe("a malformed record among good ones", () => {
  test.each([
    ["without fields", { id: "10001", key: "PAY-1" }],
    ["with a number for a title", { id: "10001", key: "PAY-1", fields: { summary: 7 } }],
    ["that is no object", "PAY-1"],
  ])("%s is skipped and counted, and what was known of it stays", async (_, record) => {
    world().proxy.spoil = issues(([, ...others]) => [record, ...others]);
    const told = listAt(jsonOf(await fullSync()), "connections").find((one) => at(one, "connection") === "acme");
    expect(at(told, "rejected")).toBe(1);
    expect(at(await report(), "dataQuality", "rejectedRecords")).toBe(1);
    await world().expectLastGoodModel();
  });
});

describe("an answer that is empty or shrunken never deletes the model", () => {
  test.each([
    ["no issue at all from Jira", issues(() => []), "acme"],
    ["one issue of three from Jira", issues(([first]) => [first])],
    ["no board any more", changing(/\/agile\/1\.0\/board\?/, (body) => ({ ...(body as Json), values: [], total: 0 }))],
    ["no sprint any more", changing(/\/board\/\d+\/sprint/, (body) => ({ ...(body as Json), values: [], total: 0 }))],
    [
      "no project among those that are looked for",
      changing(/\/project\/search/, (body) => ({ ...(body as Json), values: [], total: 0 })),
    ],
    ["no issue, milestone or pull request from GitHub", changing(/\/api\/graphql$/, emptied), "hub"],
  ])("%s", async (_, spoil, nothing: string | null = null) => {
    world().proxy.spoil = spoil;
    await fullSync(nothing);
    expect(at(await report(), "items")).toBe(4);
    await world().expectLastGoodModel();
  });
});

test("an empty list of fields is no answer: without them every sprint would be lost", async () => {
  world().proxy.spoil = changing(/\/field$/, () => []);
  const { code, stdout, stderr } = await world().command("sync", "--full", "--config", await world().trainFile());
  expect(code).toBe(1);
  expect(stdout).not.toContain("acme:");
  expect(stderr).toMatch(/^signalbox: acme answers with an empty list while reading its fields\.\n {2}Run it again/);
  await world().expectLastGoodModel();
});
