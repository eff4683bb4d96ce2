import { describe, expect, test } from "vitest";

import { keyRef, workItemId } from "../../../src/domain/ids.ts";
import { SiteRecords } from "../../../src/domain/items/site-records.ts";
import type { Link, WorkItem } from "../../../src/domain/items/work-item.ts";
import type { Model } from "../../../src/domain/model/model.ts";
import { Cells } from "../../../src/domain/tracking/cells.ts";
import type { Train } from "../../../src/domain/model/train.ts";
import { evaluate, viewTrain } from "../../support/look-once.ts";
import { blocks, githubTeam, item, model, now, ref, train, type ItemChanges, type ModelParts } from "../plan.ts";

/* Connection `g` plans in acme/api, connection `h` in beta/web: both read one GitHub. */

const siteOf = (connection: string, site: string) => ({ system: "github", connection, sites: [site] }) as const;
const oneSite: Model["sites"] = [siteOf("g", "github.com"), siteOf("h", "github.com")];
const twoSites: Model["sites"] = [siteOf("g", "github.com"), siteOf("h", "github.example")];

/** `g api 1`: issue 1 of acme/api as `g` reads it; the same number is the same issue in the tracker. */
function idAt(name: string) {
  const [connection = "", place, number] = name.split(" ");
  return workItemId({ system: "github", connection }, `${place}${number}`);
}

function at(name: string, changes: ItemChanges = {}): WorkItem {
  const [connection = "", place = "", number] = name.split(" ");
  const container = { api: "acme/api", web: "beta/web" }[place] ?? "else/lib";
  return { ...item(`${container}#${number}`, changes), id: idAt(name), connection };
}

const api = at("g api 1");
const apiCopy = at("h api 1");
const web = at("h web 2");
const webCopy = at("g web 2");
const items = [api, apiCopy, web, webCopy];

const teams = [githubTeam("api"), githubTeam("web", { connection: "h", repos: ["beta/web"] })];

type Case = ModelParts & { readonly on?: Partial<Train> };

function look({ on = {}, ...parts }: Case) {
  return viewTrain(model({ sites: oneSite, items, ...parts }), train({ teams, ...on }), now);
}

/** `consumer < provider`, with the teams' keys, and the number of places that state it. */
function waits(parts: Case): readonly string[] {
  const { dependencies, items } = look(parts);
  const named = (id: string) => {
    const planned = [...items.values()].find((one) => one.item.id === id);
    return planned === undefined ? id : `${planned.item.connection} ${planned.team?.key ?? planned.role}`;
  };
  return dependencies.map(
    ({ consumer, provider, written }) => `${named(consumer)} < ${named(provider)} ${written.length}`,
  );
}

const link = (source: Link["source"], target: Link["target"], changes: Partial<Link> = {}): Link => ({
  ...blocks("?x", "?y", { origin: "github-blocked-by", ...changes }),
  id: `${changes.origin ?? "blocked-by"} ${source} ${target}`,
  source,
  target,
});
const text = (writer: WorkItem, named: Link["source"]): Link => ({
  ...link(named, writer.id, { origin: "text", typeName: "blocked by" }),
  id: `text:${writer.id}:${named}`,
});
const jiraLink = (source: Link["source"], target: Link["target"], typeId: string): Link => ({
  ...link(source, target, { origin: "jira-link", typeId, typeName: "Blocks" }),
  id: `${typeId} ${source} ${target}`,
});
const apiNeedsWeb = link(webCopy.id, api.id);
const both = ["g api < h web 1"];

describe("which records a dependency joins", () => {
  test.each<[string, Case, readonly string[]]>([
    ["the team's, whichever connection reads the provider", { links: [apiNeedsWeb] }, both],
    [
      "the same before its own connection has read it",
      { links: [apiNeedsWeb], items: [api, webCopy] },
      ["g api < g neighbour 1"],
    ],
    ["the team's, though the reader has no record of it", { links: [apiNeedsWeb], items: [api, web] }, both],
    ["the team's, of a consumer that another connection reads", { links: [link(web.id, apiCopy.id)] }, both],
    ["one, if both connections read it", { links: [apiNeedsWeb, link(web.id, apiCopy.id)] }, both],
    [
      "each provider's, if each connection reads one of them",
      { links: [link(idAt("g lib 3"), api.id), link(web.id, apiCopy.id)], items: [...items, at("g lib 3")] },
      ["g api < g neighbour 1", "g api < h web 1"],
    ],
    [
      "one for each of two Jira link types",
      {
        links: [
          jiraLink(webCopy.id, api.id, "1"),
          jiraLink(web.id, apiCopy.id, "2"),
          jiraLink(web.id, apiCopy.id, "1"),
        ],
      },
      ["g api < h web 2"],
    ],
    [
      "those of a stub's Jira link: both ends state it",
      {
        links: [jiraLink(web.id, apiCopy.id, "1")],
        items: [api, at("h api 1", { presence: "stub" }), web],
      },
      both,
    ],
    [
      "none by the relation of a copy that is hidden now",
      {
        links: [link(web.id, apiCopy.id)],
        items: [api, at("h api 1", { presence: "stub" }), web],
      },
      [],
    ],
    ["the team's, by a key in a text", { links: [text(api, ref("beta/web#2"))] }, both],
    ["the team's, by an address in a text", { links: [text(api, keyRef("github", "beta/web#2", "github.com"))] }, both],
    [
      "the team's without any copy, by an address",
      { links: [text(api, keyRef("github", "beta/web#2", "github.com"))], items: [api, web] },
      both,
    ],
    [
      "one for the text of the item and of its copy",
      {
        links: [text(api, ref("beta/web#2")), text(apiCopy, ref("beta/web#2"))],
      },
      both,
    ],
    [
      "none by the former text of a copy, as the provider",
      { links: [{ ...text(webCopy, ref("acme/api#1")), source: webCopy.id, target: ref("acme/api#1") }] },
      [],
    ],
    ["none by the former text of a copy", { links: [text(apiCopy, ref("beta/web#2"))] }, []],
    [
      "the team's, as a consumer by key",
      {
        links: [{ ...text(web, ref("acme/api#1")), source: web.id, target: ref("acme/api#1") }],
      },
      both,
    ],
    ["two on two sites", { links: [apiNeedsWeb], sites: twoSites }, ["g api < g neighbour 1"]],
    [
      "two on two sites, beside a site of two connections",
      {
        links: [apiNeedsWeb],
        sites: [...twoSites, ...["k", "l"].map((connection) => siteOf(connection, "github.test"))],
      },
      ["g api < g neighbour 1"],
    ],
    [
      "the reader's own, if no team has the provider",
      {
        links: [link(idAt("g lib 3"), api.id), link(idAt("h lib 3"), web.id)],
        items: [...items, at("g lib 3"), at("h lib 3")],
      },
      ["g api < g neighbour 1", "h web < h neighbour 1"],
    ],
    [
      "the first team's, if two teams look at one repository",
      {
        links: [apiNeedsWeb],
        on: { teams: [...teams, githubTeam("third", { repos: ["beta/web"] })] },
      },
      both,
    ],
  ])("%s", (_, parts, expected) => {
    expect(waits(parts)).toEqual(expected);
  });

  test("that of another train's team", () => {
    const others = [{ name: "Platform", teams: teams.slice(1) }];
    const { items, dependencies } = look({ links: [apiNeedsWeb], on: { teams: teams.slice(0, 1), others } });
    expect(dependencies.map(({ provider }) => provider)).toEqual([web.id]);
    expect(items.get(web.id)).toMatchObject({ role: "neighbour", elsewhere: { train: "Platform", team: "WEB" } });
  });
});

test.each<[string, Model["sites"], boolean]>([
  ["two connections to one site", oneSite, true],
  ["one connection to each of two sites", twoSites, false],
  ["two connections whose sites Signalbox does not know yet", oneSite.map((one) => ({ ...one, sites: [] })), false],
  [
    "connections to two trackers at one address",
    oneSite.map((one, place) => ({ ...one, system: place === 0 ? "jira" : "github" })),
    false,
  ],
])("the records of %s are shared or not", (_, sites, expected) => {
  expect(new SiteRecords(sites, new Cells()).areShared).toBe(expected);
});

describe("a copy", () => {
  test("counts nowhere", () => {
    const { items, counts } = look({ links: [apiNeedsWeb, link(apiCopy.id, web.id)] });
    expect(counts).toEqual({ owned: 2, neighbour: 0, unassigned: 0 });
    expect(items.get(webCopy.id)).toMatchObject({ role: "outside", team: null });
  });

  test("counts nowhere in a repository where a team of its connection looks", () => {
    const red = githubTeam("red", { repos: ["beta/web"], labels: ["red"] });
    expect(look({ on: { teams: [...teams, red] } }).counts).toEqual({ owned: 2, neighbour: 0, unassigned: 0 });
  });

  test.each([
    ["web", [...teams, githubTeam("third", { repos: ["beta/web"] })]],
    ["third", [githubTeam("third", { repos: ["beta/web"] }), ...teams]],
  ])("counts nowhere if another team of the train, %s, comes first in the file", (first, on) => {
    const { items, counts } = look({ links: [apiNeedsWeb], on: { teams: on } });
    expect(counts).toEqual({ owned: 2, neighbour: 0, unassigned: 0 });
    expect([webCopy.id, web.id].flatMap((id) => items.get(id)?.team?.key ?? [])).toEqual([first]);
  });

  test("counts nowhere if another train, which also has a team for it, comes first in the file", () => {
    const third = { name: "Third", teams: [githubTeam("third", { repos: ["beta/web"] })] };
    const platform = { name: "Platform", teams: teams.slice(1) };
    const providers = [
      [platform, third],
      [third, platform],
    ].map((others) => look({ links: [apiNeedsWeb], on: { teams: teams.slice(0, 1), others } }).dependencies);
    expect(providers).toMatchObject([[{ provider: web.id }], [{ provider: webCopy.id }]]);
  });

  test("closes a circle over two connections", () => {
    const { conflicts } = look({ links: [apiNeedsWeb, link(apiCopy.id, web.id)] });
    expect(conflicts.map(({ rule, evidence }) => [rule, evidence.cycle])).toEqual([["cycle", [api.id, web.id]]]);
  });

  test("gives its original to the item that is closed as a duplicate", () => {
    const closed = at("h web 2", { status: "cancelled" });
    const copy = at("g web 2", { status: "cancelled" });
    const instead = at("g lib 3");
    const duplicate = link(copy.id, instead.id, { origin: "github-duplicate-of", duplicate: "source" });
    const { dependencies } = look({ links: [apiNeedsWeb, duplicate], items: [api, closed, copy, instead] });
    expect(dependencies).toMatchObject([{ consumer: api.id, provider: instead.id, written: [{ names: closed.id }] }]);
  });
});

describe("families over two connections", () => {
  /** The children of acme/api#1 and the parent of beta/web#2. */
  const family = (records: readonly WorkItem[], on: Partial<Train> = {}) => {
    const { plan, items } = look({ items: records, on });
    const child = items.get(web.id);
    if (child === undefined) throw new Error("the train has no such item");
    const parent = items.get(api.id);
    return {
      parent: plan.parentOf(child.item)?.id,
      isCounted: parent !== undefined && plan.isCounted(parent),
      neighbours: [...items.values()].filter(({ role }) => role === "neighbour").length,
    };
  };
  const joined = { parent: api.id, isCounted: false, neighbours: 0 };

  test.each<[string, readonly WorkItem[], object]>([
    ["the child's connection reads the parent", [api, apiCopy, at("h web 2", { parentId: apiCopy.id })], joined],
    ["the parent's connection reads the child", [api, web, at("g web 2", { parentId: api.id })], joined],
    ["both do", [api, apiCopy, at("h web 2", { parentId: apiCopy.id }), at("g web 2", { parentId: api.id })], joined],
    [
      "neither does any more",
      [api, web, at("g web 2", { presence: "stub", parentId: api.id })],
      { parent: undefined, isCounted: true, neighbours: 0 },
    ],
    [
      "its own connection knows the child's parent best",
      [api, at("h web 2", { parentId: idAt("h lib 3") }), at("h lib 3"), at("g web 2", { parentId: api.id })],
      { parent: idAt("h lib 3"), isCounted: true, neighbours: 1 },
    ],
  ])("%s", (_, records, expected) => {
    expect(family(records)).toEqual(expected);
  });

  test("one for the child of two teams", () => {
    const third = githubTeam("third", { repos: ["beta/web"] });
    const records = [api, web, at("g web 2", { parentId: api.id })];
    expect(family(records, { teams: [...teams, third] })).toEqual(joined);
  });
});

test("a conflict keeps its age and its answer when its team turns to another connection to the site", () => {
  const links = [link(web.id, api.id)];
  const planned = [
    at("g api 1", { in: 2 }),
    at("h api 1", { in: 2 }),
    at("h web 2", { in: 3 }),
    at("g web 2", { in: 3 }),
  ];
  const facts = model({ sites: oneSite, items: planned, links });
  const first = evaluate({ model: facts, train: train({ teams }), previous: [], past: null, at: now });
  const answer = { kind: "acknowledged", at: now, by: "Ada", note: null } as const;
  const previous = first.records.map((record) => ({ ...record, answer }));
  const turned = [githubTeam("api", { connection: "h" }), ...teams.slice(1)];
  const { records } = evaluate({ model: facts, train: train({ teams: turned }), previous, past: null, at: now + 1 });
  expect(previous).toMatchObject([{ conflict: { rule: "late-provider", consumer: api.id } }]);
  expect(records.filter(({ state }) => state === "open")).toMatchObject([
    { conflict: { rule: "late-provider", consumer: apiCopy.id }, firstSeenAt: now, stateSince: now, answer },
  ]);
});
