import { Failure } from "../../src/domain/failure.ts";
import type { Marker, Remote, Rendered, Replacement, UpdateOutcome } from "../../src/ports/connector.ts";
import type { RollupTarget } from "../../src/domain/model/train.ts";
import { JiraRefusal } from "./answer.ts";
import type { JiraText } from "./api.ts";
import type { JiraClient } from "./client.ts";
import { suchAs } from "./fields.ts";
import { fieldsRefused, prepareFields, screenFault } from "./given-fields.ts";
import { creatableTypes } from "./create-fields.ts";
import { quoted } from "./jql.ts";
import type { LabelRefusals } from "../kit/own-labels.ts";
import { advised } from "../kit/http-failure.ts";
import { isOfPart } from "../kit/set-aside.ts";
import { inRoom } from "../kit/write-in-room.ts";
import { markerLabel, ownLabel, ownProperty } from "./markers.ts";
import { parseAll } from "./pages.ts";
import { Created, Described, Marked, Nothing, Owned } from "./schema.ts";
import { searchPages } from "./search.ts";
import { labelEdits, labelled } from "./sink-labels.ts";
import { browseUrl, projectOf } from "./site.ts";
import { textFormOf } from "./choose-text-form.ts";
import { longestText } from "./text-limits.ts";
import { excessIn, isGone, isStatus, MarkerProperty, quietly, roomFor } from "./write-outcome.ts";

type JiraTarget = Extract<RollupTarget, { system: "jira" }>;

export type NewIssue = { readonly target: JiraTarget; readonly rendered: Replacement; readonly marker: Marker };

/**
 * The create already contains the marker: as a label, for searching, and as a property, which a label cannot fake.
 * @throws Failure `outcome-unknown` if Jira may have created it but the answer is lost
 */
export async function createIssue(client: JiraClient, refusals: LabelRefusals, issue: NewIssue): Promise<Remote> {
  const { target, rendered, marker } = issue;
  const { project, issueType } = target;
  const { labels: given, ...more } = await givenFields(client, target);
  const labels = [...new Set([...labelsOf(rendered, marker), ...namesIn(given)])];
  const fields = {
    ...more,
    project: { key: project },
    issuetype: { name: issueType },
    summary: rendered.title,
  };
  const properties = [{ key: ownProperty, value: { marker } }];
  try {
    const create = (description: JiraText) =>
      labelled({ client, refusals, project }, (may) =>
        client.call({
          what: `creating the rollup issue in ${project}`,
          schema: Created,
          remedies: { forbidden: mayCreate(client.connection.key, project) },
          request: (api) => api.createIssue({ ...fields, description, ...(may && { labels }) }, properties),
        }),
      );
    const { sent } = textFormOf(client.connection);
    return remoteOf(client, await inRoom(rendered, roomFor(client, project), (fitted) => create(sent(fitted))));
  } catch (error) {
    throw (await refusedCreate(client, target, error)) ?? error;
  }
}

/** Reads the create screen only if the train file gives fields. */
async function givenFields(client: JiraClient, target: JiraTarget): Promise<Readonly<Record<string, unknown>>> {
  if (target.fields === undefined) return {};
  const prepared = await prepareFields(client, target);
  if (prepared === null) return {};
  if (prepared.problems.length > 0) throw fieldsRefused(client.connection.key, target, prepared.problems);
  return prepared.fields;
}

function namesIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}

function labelsOf({ labels }: Rendered, marker: Marker): readonly string[] {
  return [...new Set([ownLabel, markerLabel(marker), ...labels])];
}

function mayCreate(connection: string, project: string): string {
  return `Give the account of connection ${connection} the permission "Create issues" in ${project}.`;
}

/** Jira reports most errors of a create as 400 with the field's name. */
async function refusedCreate(client: JiraClient, target: JiraTarget, error: unknown) {
  const { project, issueType } = target;
  if (!(error instanceof Failure) || !(error.cause instanceof JiraRefusal) || error.cause.status !== 400) return null;
  const connection = client.connection.key;
  const { fields, messages } = error.cause.said;
  const aboutProject = fields["project"] ?? fields["pid"];
  const about = [aboutProject ?? "", ...messages].join(" ");
  const base = { verdict: { kind: "park" }, cause: error } as const;
  if (/permission|cannot create/i.test(about)) {
    const what = `${connection} does not let our account create issues in ${project}.`;
    return new Failure({ ...base, code: "forbidden", what, remedy: mayCreate(connection, project) });
  }
  if (aboutProject !== undefined) {
    const what = `${connection} has no project ${project} to write the rollup to, or hides it from our account.`;
    const remedy = `Correct ${project} under reports.rollup, or give the account of ${connection} access to it.`;
    return new Failure({ ...base, code: "not-found", what, remedy });
  }
  if (fields["issuetype"] !== undefined) {
    const what = `Project ${project} of ${connection} has no issue type "${issueType}".`;
    const types = (await orNothing(creatableTypes(client, project)))?.map(({ name }) => name) ?? [];
    const remedy = `Name one of the project's issue types under reports.rollup${suchAs(issueType, types)}.`;
    return new Failure({ ...base, code: "config-invalid", what, remedy });
  }
  return orNothing(screenFault(client, target));
}

/** For the wording only: null after any failure. */
async function orNothing<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Failure) return null;
    throw error;
  }
}

export type IssueChange = { readonly remote: Remote; readonly rendered: Replacement; readonly marker: Marker };

/** Reads the description again right before the write, to keep what people wrote meanwhile. */
export async function updateIssue(
  client: JiraClient,
  refusals: LabelRefusals,
  change: IssueChange,
): Promise<UpdateOutcome> {
  try {
    return await rewriteIssue(client, refusals, change);
  } catch (error) {
    // A person saved at the same moment: tries once more on the present text.
    if (isStatus(error, 409)) return rewriteIssue(client, refusals, change);
    throw error;
  }
}

async function rewriteIssue(
  client: JiraClient,
  refusals: LabelRefusals,
  { remote, rendered, marker }: IssueChange,
): Promise<UpdateOutcome> {
  const { remoteId: id, key } = remote;
  const form = textFormOf(client.connection);
  try {
    const issue = await client.call({
      what: `reading ${key} before changing it`,
      schema: Described,
      request: (api) => api.issue(id, ["summary", "description", "labels"]),
    });
    const { description, labels: present } = issue.fields;
    const labels = labelEdits(present ?? [], labelsOf(rendered, marker));
    const beside = form.besideIn(description, marker);
    return await inRoom<UpdateOutcome>(rendered, roomFor(client, key, beside), async (fitted) => {
      const text = form.replaced(description, fitted, marker);
      if (text === null) return "held";
      if (form.sizeOf(text) > longestText) return null;
      const fields = { summary: fitted.title, description: text };
      await labelled({ client, refusals, project: projectOf(key) }, (may) =>
        quietly((notify) =>
          client.call({
            what: `updating ${key}`,
            schema: Nothing,
            remedies: { forbidden: mayEdit(client.connection.key, key) },
            request: (api) =>
              api.editIssue(id, { fields, ...(may && labels.length > 0 ? { update: { labels } } : {}), ...notify }),
          }),
        ),
      );
      return "updated";
    });
  } catch (error) {
    if (isGone(error)) return unseen(client, key);
    throw notEditable(client, key, error) ?? error;
  }
}

/**
 * Jira answers alike, 400 with a sentence about screens, if the screen lacks the field, if the status allows no edit,
 * and if the account may not edit (pycontribs/jira#1, prometheus-community/jiralert#131).
 */
function notEditable({ connection }: JiraClient, key: string, error: unknown): Failure | null {
  if (!(error instanceof Failure) || !(error.cause instanceof JiraRefusal) || error.cause.status !== 400) return null;
  const { fields } = error.cause.said;
  if ((fields["description"] ?? fields["summary"]) === undefined || excessIn(error) !== null) return null;
  const remedy = `Move ${key} to a status in which Jira allows edits, give the account of connection ${connection.key} the permission "Edit issues" for it, or add "Summary" and "Description" to its edit screen.`;
  return advised(error, remedy, error.cause);
}

/**
 * Jira answers 404 for deleted and for hidden issues alike.
 * @throws Failure if Jira hides even the project: then the account has lost its access, and the issue's state is
 * unknown
 */
async function unseen(client: JiraClient, key: string): Promise<"unseen"> {
  const project = projectOf(key);
  await client.call({
    what: `looking for ${key}, whose project ${project} it does not show either`,
    schema: Nothing,
    remedies: {
      "not-found": `Give the account of connection ${client.connection.key} "Browse projects" in ${project} again: the rollup goes on then.`,
    },
    request: (api) => api.project(project),
  });
  return "unseen";
}

function mayEdit(connection: string, key: string): string {
  return `Give the account of connection ${connection} the permission "Edit issues" for ${key}.`;
}

export type TickQuestion = { readonly remote: Remote; readonly marker: Marker; readonly ids: readonly string[] };

export async function readTicks(client: JiraClient, { remote, marker, ids }: TickQuestion): Promise<readonly string[]> {
  const { fields } = await client.call({
    what: `reading the boxes of ${remote.key}`,
    schema: Described,
    request: (api) => api.issue(remote.remoteId, ["summary", "description"]),
  });
  return textFormOf(client.connection).ticksIn(fields.description, marker, ids);
}

export type IssueSearch = {
  readonly target: JiraTarget;
  readonly marker: Marker;
  readonly accountIds: readonly string[];
};

/**
 * Finds issues by label, or among the account's issues without one; then checks that author and property are
 * Signalbox's.
 */
export async function findIssues(client: JiraClient, search: IssueSearch): Promise<readonly Remote[]> {
  const { target, marker, accountIds } = search;
  // Data Center's JQL takes user names, which may change: former accounts' issues are found by their label only.
  const isOurs =
    client.connection.account === null
      ? "creator = currentUser()"
      : `creator IN (${accountIds.map(quoted).join(", ")})`;
  const pages = searchPages(client, {
    jql: `project = ${quoted(target.project)} AND (labels = ${quoted(markerLabel(marker))} OR (${isOurs} AND labels IS EMPTY)) ORDER BY id ASC`,
    fields: ["creator", "reporter"],
    properties: [ownProperty],
    pageSize: 100,
    what: `looking for the rollup issue in ${target.project}`,
  });
  const found: Remote[] = [];
  for await (const issues of pages) {
    for (const issue of parseAll(Owned, issues, "issue").records) {
      const authors = [issue.fields.creator?.accountId, issue.fields.reporter?.accountId];
      const ours = authors.some((author) => author != null && accountIds.includes(author));
      if (ours && markerOf(issue) === marker) found.push(remoteOf(client, issue));
    }
  }
  return found;
}

function markerOf({ properties }: Pick<Marked, "properties">): Marker | undefined {
  return MarkerProperty.safeParse(properties?.[ownProperty]).data?.marker;
}

function remoteOf({ connection }: JiraClient, { id, key }: Pick<Marked, "id" | "key">): Remote {
  return { remoteId: id, key, url: browseUrl(connection, key) };
}

export type MovedIssue = { readonly target: JiraTarget; readonly remote: Remote; readonly marker: Marker };

/** An issue keeps its id when people move it, and a read by id shows at once what search shows minutes later. */
export async function findMovedIssue(client: JiraClient, { target, remote, marker }: MovedIssue) {
  try {
    const issue = await client.call({
      what: `looking for where ${remote.key} has moved`,
      schema: Marked,
      request: (api) => api.issue(remote.remoteId, ["summary"], [ownProperty]),
    });
    return projectOf(issue.key) === target.project && markerOf(issue) === marker ? remoteOf(client, issue) : null;
  } catch (error) {
    if (isOfPart(error)) return null;
    throw error;
  }
}
