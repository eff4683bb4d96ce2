import type { RawRecord } from "../../data.ts";
import type { Draft } from "../draft.ts";
import type { DemoPlan } from "../plan.ts";
import type { DemoComment } from "../comments.ts";
import { teamOf, type JiraHome, type TeamPlan } from "../teams.ts";
import { adfOf, paragraphs } from "./adf.ts";
import { changelogOf, changesOf } from "./changelog.ts";
import { briefOf, priorityOf, type ShownLink } from "./links.ts";
import { sprintEntry, undatedEntry } from "./sprints.ts";
import { instant, issueTypes, pointsField, resolutions, siteUrl, sprintField, statuses, user } from "./vocabulary.ts";

export type IssueContext = {
  readonly plan: DemoPlan;
  readonly links: ReadonlyMap<Draft, readonly ShownLink[]>;
  readonly featureOf: (draft: Draft) => Draft | null;
};

export function projectRecord({ name, home }: TeamPlan & { readonly home: JiraHome }): RawRecord {
  return {
    self: `${siteUrl}/rest/api/3/project/${home.projectId}`,
    id: home.projectId,
    key: home.project,
    name,
    projectTypeKey: "software",
    simplified: false,
  };
}

/** The issue as `GET /rest/api/3/issue/{key}?expand=changelog` gives it. */
export function issueRecord(context: IssueContext, draft: Draft, home: JiraHome): RawRecord {
  const { plan, links } = context;
  const { id, key } = plan.addresses.of(draft);
  const own = links.get(draft) ?? [];
  const changes = changesOf(
    draft,
    own.map(({ made }) => made),
  );
  const comments = plan.commentsOn(draft);
  const updatedAt = Math.max(draft.createdAt, ...[...changes, ...comments].map(({ at }) => at));
  return {
    expand: "renderedFields,names,schema,operations,editmeta,changelog,versionedRepresentations",
    id: String(id),
    self: `${siteUrl}/rest/api/3/issue/${id}`,
    key,
    changelog: changelogOf(changes, id * 100),
    fields: {
      ...whatItIs(context, draft, home),
      ...whereItStands(draft, home),
      created: instant(draft.createdAt),
      updated: instant(updatedAt),
      issuelinks: own.map(({ record }) => record),
      comment: commentsOf(id, comments),
    },
  };
}

function whatItIs({ plan, featureOf }: IssueContext, draft: Draft, home: JiraHome): RawRecord {
  const feature = featureOf(draft);
  return {
    summary: draft.title,
    issuetype: issueTypes[draft.kind],
    project: projectRecord({ ...teamOf(draft.team), home }),
    description: adfOf(plan.descriptionOf(draft)),
    priority: priorityOf(draft),
    labels: draft.kind === "bug" && draft.title.length % 4 === 0 ? ["customer-reported"] : [],
    components: [],
    fixVersions: [],
    versions: [],
    subtasks: [],
    ...(feature !== null && { parent: briefOf(plan, feature) }),
    reporter: user(draft.reporter),
    creator: user(draft.reporter),
    assignee: draft.assignee === null ? null : user(draft.assignee),
    environment: null,
  };
}

function whereItStands(draft: Draft, home: JiraHome): RawRecord {
  const changedAt = draft.closedAt ?? draft.startedAt ?? draft.createdAt;
  return {
    status: statuses[draft.state],
    statuscategorychangedate: instant(changedAt),
    resolution: resolutions[draft.state],
    resolutiondate: draft.closedAt === null ? null : instant(draft.closedAt),
    duedate: draft.dueOn,
    [sprintField]: sprintsIn(draft, home),
    [pointsField]: draft.points,
  };
}

function sprintsIn({ boxes, team, featureId, kind, state }: Draft, home: JiraHome): readonly RawRecord[] | null {
  const isParked = team === "mobile" && kind !== "feature" && featureId === null && state === "todo";
  if (boxes.length === 0) return isParked ? [undatedEntry] : null;
  return boxes.map((box) => sprintEntry(box, home));
}

function commentsOf(issueId: number, written: readonly DemoComment[]): RawRecord {
  const self = `${siteUrl}/rest/api/3/issue/${issueId}/comment`;
  const comments = written.map(({ author, at, text }, place) => {
    const id = String(issueId * 10 + place);
    return {
      self: `${self}/${id}`,
      id,
      author: user(author),
      body: paragraphs(text),
      updateAuthor: user(author),
      created: instant(at),
      updated: instant(at),
      jsdPublic: true,
    };
  });
  return { comments, self, maxResults: comments.length, total: comments.length, startAt: 0 };
}
