import {
  buildSchema,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isNonNullType,
  isObjectType,
  isUnionType,
} from "graphql";
import type { GraphQLField, GraphQLNamedType } from "graphql";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { at, isObject, objectsAt } from "../../support/json.ts";
import { api1, api2, api3, openHub, web1 } from "./fixture.ts";

const schema = buildSchema(readFileSync("sandbox/github/schema.graphql", "utf8"));

/** A selection of everything a type has, nested so deep. */
function selectionOf(type: GraphQLNamedType, depth: number): string {
  if (isUnionType(type)) {
    return [
      "__typename",
      ...type.getTypes().map((member) => `...on ${member.name}{${selectionOf(member, depth)}}`),
    ].join(" ");
  }
  if (!isObjectType(type) && !isInterfaceType(type)) {
    return "";
  }
  const fields = Object.values(type.getFields()).flatMap((field) => fieldOf(type, field, depth));
  const members = isInterfaceType(type)
    ? schema.getPossibleTypes(type).map((one) => `...on ${one.name}{__typename}`)
    : [];
  return ["__typename", ...fields, ...members].join(" ");
}

function fieldOf(owner: GraphQLNamedType, field: GraphQLField<unknown, unknown>, depth: number): readonly string[] {
  const inner = getNamedType(field.type);
  const given = field.args.flatMap((arg) =>
    isNonNullType(arg.type) ? [`${arg.name}:1`] : arg.name === "first" ? ["first:3"] : [],
  );
  const args = given.length === 0 || field.args.some(({ name }) => name === "name") ? "" : `(${given.join(",")})`;
  const named = field.args.some((arg) => arg.name === "name") ? '(name:"late")' : args;
  // Two types of one union may name fields of different types alike; an alias keeps them apart.
  const alias = `${owner.name}_${field.name}: ${field.name}${named}`;
  if (!isCompositeType(inner)) {
    return [alias];
  }
  const isPage = inner.name.endsWith("Connection") || inner.name.endsWith("Edge") || inner.name === "PageInfo";
  return depth === 0 && !isPage ? [] : [`${alias}{${selectionOf(inner, isPage ? depth : depth - 1)}}`];
}

async function openBusyHub() {
  const hub = await openHub();
  const { people } = hub;
  people.addLabel(api1, "late");
  people.removeLabel(api1, "late");
  people.addLabel(api1, "late");
  people.edit(api1, { title: "Renamed", assignees: ["bob"], body: "See #2" });
  people.edit(api1, { assignees: [] });
  people.setMilestone(api1, null);
  people.setMilestone(api1, "Sprint 1");
  people.edit(api1, { state: "closed", stateReason: "duplicate", duplicateOf: 5_000_000_002 });
  people.reopen(api1);
  people.block(api1, api3);
  people.unblock(api1, api3);
  people.block(api3, api1);
  people.unblock(api3, api1);
  people.addSubIssue(api1, web1);
  people.removeSubIssue(api1, web1);
  people.addSubIssue(api2, api1);
  people.removeSubIssue(api2, api1);
  people.comment(api2, "See #1");
  people.markDuplicate(api2, api1);
  people.unmarkDuplicate(api2, api1);
  people.edit(api3, { state: "closed", stateReason: "duplicate", duplicateOf: 5_000_000_002 });
  people.comment({ repository: "acme/api", number: 6 }, "Nice");
  people.convertToDiscussion(people.transfer(people.createIssue("acme/web", { title: "Elsewhere" }), "acme/api"));
  return hub;
}

test.each(["Repository", "Milestone", "Label", "Issue", "PullRequest", "IssueComment", "User", "Organization"])(
  "every field of %s is answered in its type",
  async (name) => {
    const { graph, people, host } = await openBusyHub();
    const type = schema.getType(name);
    const first = people.issue(api1);
    const viewer = await graph(
      `{viewer{id} repository(owner:"acme",name:"api"){id owner{id}} organization(login:"acme"){id}}`,
    );
    const pull = await graph('{repository(owner:"acme",name:"api"){pullRequest(number:6){id}}}');
    const ids: Readonly<Record<string, unknown>> = {
      Repository: at(viewer, "data", "repository", "id"),
      Organization: at(viewer, "data", "organization", "id"),
      User: at(viewer, "data", "viewer", "id"),
      Milestone: at(first, "milestone", "node_id"),
      Label: at(first, "labels", 0, "node_id"),
      Issue: first?.["node_id"],
      PullRequest: at(pull, "data", "repository", "pullRequest", "id"),
      IssueComment: people.comments(api1)[0]?.["node_id"],
    };
    const selection = type === undefined ? "" : selectionOf(type, 1);
    const answer = await graph(`query($id:ID!){node(id:$id){...on ${name}{${selection}}}}`, { id: ids[name] });
    // The repository here has no pull request number 1.
    expect(objectsAt(answer, "errors").filter(({ type: kind }) => kind !== "NOT_FOUND")).toEqual([]);
    expect(at(answer, "data", "node", "__typename")).toBe(name);
    expect(host.requests()).toBeGreaterThan(2);
  },
);

test("every kind of event is answered, and found again by its id", async () => {
  const { graph } = await openBusyHub();
  const union = schema.getType("IssueTimelineItems");
  const selection = union === undefined ? "" : selectionOf(union, 1);
  const kinds = new Set<unknown>();
  for (const number of [1, 2, 3, 7]) {
    const answer = await graph(
      `{repository(owner:"acme",name:"api"){issue(number:${number}){timelineItems(first:100){nodes{${selection}}}}}}`,
    );
    expect(answer).not.toHaveProperty("errors");
    const nodes = objectsAt(answer, "data", "repository", "issue", "timelineItems", "nodes");
    const ids = nodes.flatMap((node) =>
      Object.entries(node).flatMap(([name, value]) => (name.endsWith("_id") ? [value] : [])),
    );
    const again = await graph("query($ids:[ID!]!){nodes(ids:$ids){__typename}}", { ids });
    expect(objectsAt(again, "data", "nodes")).toEqual(nodes.map((node) => ({ __typename: node["__typename"] })));
    nodes.forEach((node) => kinds.add(node["__typename"]));
  }
  expect(
    isUnionType(union) &&
      union
        .getTypes()
        .map(({ name }) => name)
        .filter((name) => !kinds.has(name)),
  ).toEqual([]);
});

test("and told on the page", async () => {
  const { baseUrl, people } = await openBusyHub();
  people.mergePull({ repository: "acme/api", number: 6 });
  const pages = await Promise.all(
    ["issues/1", "issues/2", "issues/3", "pull/6"].map(async (path) =>
      (await fetch(`${baseUrl}/acme/api/${path}`)).text(),
    ),
  );
  const text = pages.join("\n");
  for (const words of [
    "reopened this",
    "removed the <b>late</b> label",
    "changed the title",
    "marked this as blocked by",
    "removed the blocker",
    "marked this as blocking",
    "no longer has this blocking",
    "added the sub-issue",
    "removed the sub-issue",
    "added the parent issue",
    "removed the parent issue",
    "mentioned this in",
    "removed this from the",
    "closed this as duplicate",
    ">Merged<",
    ">Closed as duplicate<",
  ]) {
    expect(text).toContain(words);
  }
  expect(isObject(people.issue(api1))).toBe(true);
});
