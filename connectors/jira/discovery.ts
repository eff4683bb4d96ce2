import type { SeenBox, SeenContainer, SeenField, SeenLinkType, SiteLook } from "../../src/domain/proposal/site-look.ts";
import type { Discovery } from "../../src/ports/discovery.ts";
import type { Progress } from "../../src/ports/runtime.ts";
import { LookParts } from "../kit/look-parts.ts";
import { JiraClient, type ClientOptions } from "./client.ts";
import { sprintCustom, estimateCustom } from "./fields.ts";
import { findGateway } from "./gateway.ts";
import { instantOf } from "./instant.ts";
import { lookAtBoards } from "./look-boards.ts";
import { readSample, sampleFields, type Sample, type SampleFields } from "./look-sample.ts";
import { projectsJql } from "./jql.ts";
import { pagesOf } from "./pages.ts";
import { readAccount } from "./probe.ts";
import { creatableTypes } from "./create-fields.ts";
import { BulkIssues, Fields, Issue, Project, WordedLinkTypes, type Field } from "./schema.ts";
import { searchSome } from "./search.ts";
import { isStatus } from "./write-outcome.ts";

/** Bounds of a look, in projects and requests. */
const mostProjects = 30;
const samplePages = 40;
const sprintIssuePages = 10;
const mostFields = 20;
const otherEnds = 500;
const askedForCreation = 12;

/** Looks at one Jira Cloud site: a few requests, and up to 40 pages of issues and of sprints. */
export function createJiraDiscovery(options: ClientOptions): Discovery {
  const client = new JiraClient(options);
  return { look: (progress) => look(client, progress), gateway: () => findGateway(options) };
}

async function look(client: JiraClient, progress: Progress): Promise<SiteLook> {
  const { key } = client.connection;
  const parts = new LookParts();
  const account = await readAccount(client, { isOnce: true });
  const step = (label: string, done: number, total: number | null = null) =>
    progress({ label: `${key}: ${label}`, done, total });
  const [fields, linkTypes, listed] = await Promise.all([
    parts.read(() => client.call({ what: "reading its fields", schema: Fields, request: (api) => api.fields() }), []),
    parts.read(() => readLinkTypes(client), []),
    parts.read(() => firstProjects(client), { records: [], rejected: [], total: null }),
  ]);
  const asked = askedFields(fields);
  const isWhole = listed.total === null || listed.total <= mostProjects;
  step("looking for its projects", listed.records.length);
  const newest = isWhole ? [] : await parts.read(() => search(client, "updated >= 0", { asked, pages: 5 }), []);
  const projects = isWhole ? listed.records : activeProjects(newest);
  const raw = [...newest];
  const pages = Math.max(1, Math.min(5, Math.floor(samplePages / Math.max(1, projects.length))));
  for (const [place, project] of projects.entries()) {
    step("reading its newest issues", place, projects.length);
    raw.push(...(await parts.read(() => search(client, projectsJql([project.key]), { asked, pages }), [])));
  }
  step("reading issues in sprints", 0);
  raw.push(...(await parts.read(() => inSprints(client, asked, projects), [])));
  step("reading its boards and sprints", 0);
  const boards = await lookAtBoards(client, parts, new Set(projects.map((project) => project.key)));
  const sample = await sampleOf(client, parts, { raw, asked });
  return {
    connection: key,
    system: "jira",
    account: account.displayName,
    timeZone: account.timeZone ?? null,
    containers: await withTypes(client, parts, projects),
    containersInAll: listed.total,
    boards: boards.boards,
    boxes: allBoxes(boards.boxes, sample.boxes),
    projects: [],
    fields: fields.filter(({ id }) => asked.numbers.includes(id)).map(seenField),
    linkTypes,
    items: sample.items,
    links: sample.links,
    refused: parts.refused,
  };
}

type Named = { readonly key: string; readonly name: string };

function firstProjects(client: JiraClient) {
  return pagesOf({
    client,
    what: "listing its projects",
    record: Project,
    mostPages: 1,
    request: (api, startAt) => api.projects([], { startAt, maxResults: 50 }),
  });
}

async function readLinkTypes(client: JiraClient): Promise<readonly SeenLinkType[]> {
  const { issueLinkTypes } = await client.call({
    what: "reading its link types",
    schema: WordedLinkTypes,
    remedies: { "not-found": "Issue linking is switched off on this site: there are no dependencies to read." },
    request: (api) => api.linkTypes(),
  });
  return issueLinkTypes;
}

/** The sprint field, and fields with numbers, those of estimates first. */
function askedFields(fields: readonly Field[]): SampleFields {
  const numbers = fields.filter(({ id, schema }) => schema?.type === "number" && id.startsWith("customfield_"));
  const rank = (field: Field) => (seenField(field).isEstimateKind || /point|estimat/iu.test(field.name) ? 0 : 1);
  return {
    sprint: fields.find(({ schema }) => schema?.custom === sprintCustom)?.id ?? null,
    numbers: numbers
      .toSorted((a, b) => rank(a) - rank(b) || (a.id < b.id ? -1 : 1))
      .slice(0, mostFields)
      .map(({ id }) => id),
  };
}

function seenField({ id, name, schema }: Field): SeenField {
  return { id, name, isEstimateKind: schema?.custom === estimateCustom };
}

type Asked = { readonly asked: SampleFields; readonly pages: number };

function search(client: JiraClient, jql: string, { asked, pages }: Asked): Promise<readonly unknown[]> {
  const what = "reading its newest issues";
  return searchSome(
    client,
    { jql: `${jql} ORDER BY updated DESC`, fields: sampleFields(asked), pageSize: 100, what },
    pages,
  );
}

/** Issues in sprints, the first and the last ones: they mention sprints that no board lists any more. */
async function inSprints(
  client: JiraClient,
  asked: SampleFields,
  projects: readonly Named[],
): Promise<readonly unknown[]> {
  if (asked.sprint === null || projects.length === 0) return [];
  const scope = `${projectsJql(projects.map(({ key }) => key))} AND sprint is not EMPTY`;
  const call = { fields: sampleFields(asked), pageSize: 100, what: "reading issues in sprints" };
  const newest = await searchSome(client, { ...call, jql: `${scope} ORDER BY updated DESC` }, sprintIssuePages);
  if (newest.length < 100 * sprintIssuePages) return newest;
  return [
    ...newest,
    ...(await searchSome(client, { ...call, jql: `${scope} ORDER BY created ASC` }, sprintIssuePages)),
  ];
}

/** The projects of the newest issues, those with most of them first. */
function activeProjects(raw: readonly unknown[]): readonly Named[] {
  const issues = raw.flatMap((one) => Issue.safeParse(one).data ?? []);
  const counts = Map.groupBy(issues, ({ fields }) => fields.project.key);
  return [...counts]
    .toSorted(([a, n], [b, m]) => m.length - n.length || (a < b ? -1 : 1))
    .slice(0, mostProjects)
    .map(([key]) => ({ key, name: "" }));
}

/** A sample together with the closing dates of the other ends of its links. */
async function sampleOf(
  client: JiraClient,
  parts: LookParts,
  { raw, asked }: { readonly raw: readonly unknown[]; readonly asked: SampleFields },
): Promise<Sample> {
  const first = readSample(client.connection, raw, { fields: asked, closed: new Map() });
  const closed = new Map<string, number | null>();
  const wanted = first.unread.slice(0, otherEnds);
  for (let from = 0; from < wanted.length; from += 100) {
    const ids = wanted.slice(from, from + 100);
    const { issues } = await parts.read(
      () =>
        client.call({
          what: "reading linked issues",
          schema: BulkIssues,
          request: (api) => api.issues(ids, ["summary", "issuetype", "project", "status", "resolutiondate"]),
        }),
      { issues: [], issueErrors: null },
    );
    for (const one of issues) {
      const issue = Issue.safeParse(one).data;
      if (issue !== undefined) closed.set(issue.id, instantOf(issue.fields.resolutiondate));
    }
  }
  return readSample(client.connection, raw, { fields: asked, closed });
}

/** With the issue types that our account may create, for the first projects. */
async function withTypes(
  client: JiraClient,
  parts: LookParts,
  projects: readonly Named[],
): Promise<readonly SeenContainer[]> {
  return Promise.all(
    projects.map(async ({ key, name }, place) => {
      if (place >= askedForCreation) return { key, name, creatable: null };
      const types = await parts.read(() => typesOrNone(client, key), null);
      return { key, name, creatable: types };
    }),
  );
}

async function typesOrNone(client: JiraClient, project: string): Promise<readonly string[]> {
  try {
    return (await creatableTypes(client, project)).filter(({ subtask }) => !subtask).map(({ name }) => name);
  } catch (error) {
    if (isStatus(error, 400, 403, 404)) return [];
    throw error;
  }
}

/** Sprints of boards, and those that only issues mention. */
function allBoxes(listed: readonly SeenBox[], mentioned: readonly SeenBox[]): readonly SeenBox[] {
  return [...new Map([...mentioned, ...listed].map((box) => [box.id, box])).values()];
}
