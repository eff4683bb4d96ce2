import { describe, expect, test } from "vitest";
import { all, failureOf, rawIssue } from "../acme.ts";
import { aSite, startSite, type StartOptions } from "../sandbox-site.ts";

const version = "10.3.5";
const sprintField = "customfield_10020";

async function started(options: Partial<StartOptions> = {}) {
  return startSite({ data: aSite(), dataCenter: version, scope: { containers: ["PAY"] }, ...options });
}

describe("pages by offset", () => {
  const many = Array.from({ length: 230 }, (_, n) => rawIssue(n + 1));

  test("yield an issue that fell between two pages because earlier ones changed or went", async () => {
    const site = await started({ data: aSite(many) });
    await site.source.probe();
    const seen = new Set<string>();
    for await (const page of site.source.pull({ name: "issues" }, null)) {
      for (const { item } of page.items) seen.add(item.key);
      // The next page is requested already: these move all that follow.
      for (const key of [...seen].slice(0, 7)) site.site.people.editIssue(key, { summary: `Changed ${seen.size}` });
      if (seen.size <= 100) site.site.people.deleteIssue([...seen][50] ?? "");
    }
    await site.close();
    expect(seen.size).toBe(230);
  });

  test("are read again from further back when more moved than two pages share", async () => {
    const site = await started({ data: aSite(many) });
    await site.source.probe();
    const seen = new Set<string>();
    for await (const { items } of site.source.pull({ name: "issues" }, null)) {
      const isFirst = seen.size === 0;
      for (const { item } of items) seen.add(item.key);
      if (isFirst) for (const key of [...seen].slice(0, 60)) site.site.people.deleteIssue(key);
    }
    await site.close();
    expect(seen.size).toBe(230);
  });

  test("list ids to the end although Jira cuts a page to 1000", async () => {
    const site = await started({ data: aSite(Array.from({ length: 1203 }, (_, n) => rawIssue(n + 1))) });
    const ids = (await all(site.source.identities())).flat().flatMap((one) => ("handle" in one ? one.handle : []));
    await site.close();
    expect(new Set(ids).size).toBe(1203);
    expect(ids).toHaveLength(1203);
  });
});

describe("an issue", () => {
  const sprint = { id: 5, name: "Sprint 5, the last [x]", state: "active", boardId: 9, goal: "a, b=c]" };

  async function mapped(fields: Readonly<Record<string, unknown>>) {
    const epic = rawIssue(7, { issuetype: { id: "9", name: "Epic", subtask: false } });
    const site = await started({ data: aSite([rawIssue(1, fields), epic]) });
    site.site.people.editIssue("PAY-1", { customfield_10026: 5 });
    site.site.people.editIssue("PAY-1", { customfield_10026: 8 });
    await site.source.probe();
    const pages = await all(site.source.pull({ name: "issues" }, null));
    await site.close();
    const pulled = pages.flatMap(({ items }) => items).find(({ item }) => item.key === "PAY-1");
    return { pulled, requests: site.seen };
  }

  test("has its epic as parent, its sprint by id, and the changes of its estimate", async () => {
    const parent = { id: "10007", key: "PAY-7", fields: { summary: "Issue 7" } };
    const { pulled } = await mapped({ parent, [sprintField]: [sprint] });
    expect(pulled?.item).toMatchObject({
      parentId: "jira:acme:issue:10007",
      sprintIds: ["jira:acme:sprint:5"],
      points: 8,
      status: "todo",
    });
    expect(pulled?.history.map(({ field, from, to }) => [field, from, to])).toEqual([
      ["points", null, 5],
      ["points", 5, 8],
    ]);
  });

  test("has its epic as parent again once the epic's hidden project is shown", async () => {
    const parent = { id: "10007", key: "LED-7", fields: { summary: "Issue 7" } };
    const epic = { ...rawIssue(7, { project: { id: "2", key: "LED", name: "Ledger" } }), key: "LED-7" };
    const { source, site, close } = await started({ data: aSite([rawIssue(1, { parent }), epic]) });
    await source.probe();
    const parentOf = async () => {
      const pages = await all(source.pull({ name: "issues" }, null));
      return pages.flatMap(({ items }) => items).map(({ item }) => item.parentId);
    };
    site.administration.hideProject("LED");
    expect(await parentOf()).toEqual([null]);
    site.administration.showProject("LED");
    expect(await parentOf()).toEqual(["jira:acme:issue:10007"]);
    await close();
  });

  test.each([
    ["whose type people renamed, by the name that only epics have", "Epos", "Ledger", "epic"],
    ["above the epics, by the usual names", "Initiative", null, "epic"],
    ["of another type, not", "Erzählung", null, "other"],
  ])("is an epic %s", async (_, type, epicName, kind) => {
    const nameField = "customfield_10011";
    const epicNames = {
      id: nameField,
      name: "Epic Name",
      custom: true,
      schema: { type: "string", custom: "com.pyxis.greenhopper.jira:gh-epic-label" },
    };
    const issuetype = { id: "9", name: type, subtask: false };
    const data = aSite([rawIssue(1, { issuetype, [nameField]: epicName })]);
    const site = await started({ data: { ...data, fields: [...data.fields, epicNames] } });
    await site.source.probe();
    const pages = await all(site.source.pull({ name: "issues" }, null));
    await site.close();
    expect(pages.flatMap(({ items }) => items).map(({ item }) => [item.sourceKind, item.kind])).toEqual([[type, kind]]);
  });

  test("states its dependencies in wiki markup", async () => {
    const description =
      "h2. Needs\r\n\r\n* Blocked by [PAY-7|https://elsewhere.example/browse/LED-4]\r\n{quote}Blocked by LED-9{quote}";
    const { pulled } = await mapped({ description });
    expect(pulled?.links.map(({ origin, source }) => [origin, source])).toEqual([
      ["text", "key:jira:LED-4@elsewhere.example"],
    ]);
  });
});

describe("which Jira answers", () => {
  test.each([
    ["8.20.1", /is Jira 8\.20\.1: Signalbox works with Data Center from version 9 on/u],
    ["7.0.0", /is Jira 7\.0\.0/u],
  ])("version %s is refused in words", async (old, words) => {
    const site = await started({ dataCenter: old });
    const failure = await failureOf(site.source.probe());
    await site.close();
    expect(failure).toMatchObject({ code: "config-invalid", verdict: { kind: "stop" } });
    expect(failure.message).toMatch(words);
  });

  test("a token of another site is refused with both possible reasons", async () => {
    const site = await started({ connection: { token: "wrong" } });
    const failure = await failureOf(site.source.probe());
    await site.close();
    expect(failure).toMatchObject({ code: "unauthorized", verdict: { kind: "stop" } });
    expect(failure.remedy).toMatch(/personal access token that is valid .* enter `account` as well/u);
  });

  test("a Data Center with an account in the train file says what is too much", async () => {
    const site = await started({ connection: { account: "bot@acme.example" } });
    const failure = await failureOf(site.source.probe());
    await site.close();
    expect(failure.message + failure.remedy).toContain("for Jira Data Center leave `account` out");
  });

  test("is asked once for each check, before the account", async () => {
    const site = await started();
    const { account } = await site.source.probe();
    await site.source.probe();
    await site.close();
    expect(account).toEqual({ id: expect.stringMatching(/^JIRAUSER\w+$/u), name: "Release Bot" });
    const paths = site.seen.map(({ path }) => path);
    expect(paths.filter((path) => path.endsWith("serverInfo"))).toHaveLength(1);
    expect(paths[0]).toBe("/rest/api/2/serverInfo");
  });
});
