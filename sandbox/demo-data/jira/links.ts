import type { RawRecord } from "../../data.ts";
import type { Draft } from "../draft.ts";
import type { DemoPlan } from "../plan.ts";
import { teamOf } from "../teams.ts";
import type { LinkMade } from "./changelog.ts";
import { blocks, issueTypes, priorities, relates, siteUrl, statuses } from "./vocabulary.ts";

/** A link as one of its two issues shows it. */
export type ShownLink = { readonly record: RawRecord; readonly made: LinkMade };

const firstLinkId = 20_100;

/** Number of pairs that are merely related, without a dependency. */
const related = 8;

type Pair = { readonly type: typeof blocks; readonly source: Draft; readonly target: Draft };

/** Every link of the site, in both of its issues under one id. */
export function linksOf(plan: DemoPlan): ReadonlyMap<Draft, readonly ShownLink[]> {
  const shown = new Map<Draft, ShownLink[]>();
  const show = (draft: Draft, link: ShownLink) => shown.set(draft, [...(shown.get(draft) ?? []), link]);
  for (const [place, { type, source, target }] of [...blocking(plan), ...relating(plan)].entries()) {
    const id = String(firstLinkId + place);
    const at = linkedAt(plan, source, target);
    const head = { id, self: `${siteUrl}/rest/api/3/issueLink/${id}`, type };
    const [sourceKey, targetKey] = [plan.addresses.of(source).key, plan.addresses.of(target).key];
    show(source, {
      record: { ...head, outwardIssue: briefOf(plan, target) },
      made: { at, otherKey: targetKey, says: `This issue ${type.outward} ${targetKey}` },
    });
    show(target, {
      record: { ...head, inwardIssue: briefOf(plan, source) },
      made: { at, otherKey: sourceKey, says: `This issue ${type.inward} ${sourceKey}` },
    });
  }
  return shown;
}

function blocking({ dependencies }: DemoPlan): readonly Pair[] {
  return dependencies.flatMap(({ consumer, provider, via }) =>
    via === "native" && typeof provider !== "string" && isJira(provider) && isJira(consumer)
      ? { type: blocks, source: provider, target: consumer }
      : [],
  );
}

function relating({ random, drafts }: DemoPlan): readonly Pair[] {
  const plain = drafts.filter((draft) => isJira(draft) && !draft.staged && draft.kind !== "feature");
  return random
    .shuffled(plain.slice(0, 10 * related))
    .flatMap((source): readonly Pair[] => {
      const others = plain.filter(({ team, id }) => team === source.team && id !== source.id);
      return others.length === 0 ? [] : [{ type: relates, source, target: random.pick(others) }];
    })
    .slice(0, related);
}

/** At planning at the latest, never before both are there. */
function linkedAt({ random, calendar }: DemoPlan, source: Draft, target: Draft): number {
  const from = Math.max(source.createdAt, target.createdAt);
  const planned = Math.max(source.plannedAt ?? 0, target.plannedAt ?? 0);
  return random.instant(from, Math.min(calendar.now, Math.max(from, planned)));
}

function isJira({ team }: Draft): boolean {
  return teamOf(team).home.system === "jira";
}

/** An issue as it shows in links and as a parent. */
export function briefOf({ addresses }: DemoPlan, draft: Draft): RawRecord {
  const { id, key } = addresses.of(draft);
  return {
    id: String(id),
    key,
    self: `${siteUrl}/rest/api/3/issue/${id}`,
    fields: {
      summary: draft.title,
      status: statuses[draft.state],
      priority: priorityOf(draft),
      issuetype: issueTypes[draft.kind],
    },
  };
}

/** By the length of the title: it must only differ, and stay. */
export function priorityOf({ kind, title }: Draft): RawRecord {
  const index = kind === "bug" ? title.length % 3 : 1 + (title.length % 3);
  return priorities[index] ?? priorities[2] ?? {};
}
