import type { RawRecord } from "../../data.ts";
import { hourMs } from "../calendar.ts";
import type { Draft } from "../draft.ts";
import type { Person } from "../people.ts";
import type { GithubHome } from "../teams.ts";
import { apiUrl, instant, nodeId, user } from "./identity.ts";
import { labelNames } from "./vocabulary.ts";

type Event = { readonly at: number; readonly name: string; readonly more?: RawRecord };

/** Events of an issue's timeline, oldest first. @param issueId its database id */
export function timelineOf(draft: Draft, issueId: number, home: GithubHome): readonly RawRecord[] {
  const actor = draft.assignee ?? draft.reporter;
  return eventsOf(draft)
    .toSorted((a, b) => a.at - b.at)
    .map((event, place) => record(event, actor, { id: issueId * 3 + place, home }));
}

function eventsOf(draft: Draft): readonly Event[] {
  return [...labelling(draft), ...planning(draft), ...closing(draft)];
}

function labelling(draft: Draft): readonly Event[] {
  const { createdAt, plannedAt, startedAt, closedAt, state } = draft;
  const present = labelNames(draft).map((name) => ({
    at: atOf(name, draft) ?? createdAt,
    name: "labeled",
    more: { label: { name } },
  }));
  const worked = startedAt !== null && (closedAt !== null || state === "in-review") && draft.kind !== "feature";
  if (!worked) return present;
  const label = { name: "in progress" };
  const until = closedAt ?? Math.max(startedAt, plannedAt ?? 0) + hourMs / 2;
  return [
    ...present,
    { at: startedAt, name: "labeled", more: { label } },
    { at: Math.max(startedAt, until), name: "unlabeled", more: { label } },
  ];
}

function atOf(label: string, { plannedAt, startedAt }: Draft): number | null {
  if (label.startsWith("points/")) return plannedAt;
  return label.startsWith("in ") ? startedAt : null;
}

function planning({ plannedAt, boxes }: Draft): readonly Event[] {
  const [first] = boxes;
  if (plannedAt === null || first === undefined) return [];
  const moved = boxes.slice(1).flatMap((box, place): Event[] => [
    { at: box.startsAt - hourMs, name: "demilestoned", more: { milestone: { title: boxes[place]?.name ?? "" } } },
    { at: box.startsAt - hourMs, name: "milestoned", more: { milestone: { title: box.name } } },
  ]);
  return [{ at: plannedAt, name: "milestoned", more: { milestone: { title: first.name } } }, ...moved];
}

function closing({ closedAt, state }: Draft): readonly Event[] {
  if (closedAt === null) return [];
  return [
    { at: closedAt, name: "closed", more: { state_reason: state === "cancelled" ? "not_planned" : "completed" } },
  ];
}

type Place = { readonly id: number; readonly home: GithubHome };

function record({ at, name, more }: Event, actor: Person, { id, home: { repo, repoId } }: Place): RawRecord {
  return {
    id,
    node_id: nodeId("EV", repoId, id),
    url: `${apiUrl}/repos/${repo}/issues/events/${id}`,
    actor: user(actor),
    event: name,
    commit_id: null,
    commit_url: null,
    created_at: instant(at),
    performed_via_github_app: null,
    ...more,
  };
}
