import { afterEach, expect, test } from "vitest";
import { all } from "../calls.ts";
import { rawIssue } from "./acme.ts";
import { aSite, startSite, type StartedSite } from "./sandbox-site.ts";

const sites: StartedSite[] = [];

afterEach(() => Promise.all(sites.splice(0).map((site) => site.close())));

const statuses = {
  todo: { id: "1", name: "To Do", statusCategory: { key: "new" } },
  doing: { id: "3", name: "In Progress", statusCategory: { key: "indeterminate" } },
} as const;

function issue(n: number, status: object, changes: readonly (readonly [from: string, to: string])[]) {
  const histories = changes.map(([from, to], place) => ({
    id: String(900 + n * 10 + place),
    created: `2026-11-20T1${place}:00:00.000+0000`,
    items: [{ field: "status", fieldId: "status", from, fromString: "a", to, toString: "b" }],
  }));
  return { ...rawIssue(n, { status }), changelog: { startAt: 0, maxResults: 40, total: histories.length, histories } };
}

async function read(issues: readonly ReturnType<typeof issue>[]) {
  const site = await startSite({ data: aSite(issues) });
  sites.push(site);
  await site.source.probe();
  const before = site.source.requests();
  const pages = await all(site.source.pull({ name: "issues" }, null));
  const again = await all(site.source.pull({ name: "issues" }, null));
  const history = pages.flatMap(({ items }) => items.flatMap((one) => one.history));
  expect(again.flatMap(({ items }) => items.flatMap((one) => one.history))).toEqual(history);
  const categories = history.flatMap(({ field, from, to }) =>
    field === "status" ? [[from, to].map((value) => value?.category)] : [],
  );
  return { categories, requests: site.source.requests() - before };
}

test("the category of a status in a changelog comes from the issues that have the status, without a request", async () => {
  const issues = [
    issue(1, statuses.doing, [
      ["1", "99"],
      ["99", "3"],
    ]),
    issue(2, statuses.todo, []),
  ];
  expect(await read(issues)).toEqual({
    categories: [
      ["todo", null],
      [null, "in-progress"],
    ],
    requests: 2,
  });
});
