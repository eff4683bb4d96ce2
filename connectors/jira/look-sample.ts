import { z } from "zod";
import { isKeyRef, keyRefParts, type LinkEnd } from "../../src/domain/ids.ts";
import type { SeenBox, SeenEnd, SeenItem, SeenLink } from "../../src/domain/proposal/site-look.ts";
import { kindOf } from "./kind.ts";
import { mapLinks, mapTextLinks } from "./map-links.ts";
import { mentionedSprints } from "./map-sprint.ts";
import { instantOf } from "./instant.ts";
import { parseAll } from "./pages.ts";
import { Issue } from "./schema.ts";
import { itemIdOf, projectOf } from "./site.ts";
import type { JiraConnection } from "../../src/ports/connection.ts";

/** Fields of the site that the sample reads besides the usual ones. */
export type SampleFields = { readonly sprint: string | null; readonly numbers: readonly string[] };

export type Sample = {
  readonly items: readonly SeenItem[];
  readonly links: readonly SeenLink[];
  /** Sprints as issues mention them, for those that no board lists. */
  readonly boxes: readonly SeenBox[];
  /** Ids of linked issues that are not among the items: their closing dates are unknown. */
  readonly unread: readonly string[];
};

const Person = z.object({ timeZone: z.string() });

/** Fields that a sample asks for. */
export function sampleFields({ sprint, numbers }: SampleFields): readonly string[] {
  const fixed =
    "summary issuetype project status resolutiondate created updated labels description issuelinks assignee";
  return [...fixed.split(" "), ...(sprint === null ? [] : [sprint]), ...numbers];
}

/**
 * Reads a sample of raw issues. Pure.
 * @param closed when issues outside of the sample were closed, by id; null for open ones
 */
export function readSample(
  connection: JiraConnection,
  raw: readonly unknown[],
  { fields, closed }: { readonly fields: SampleFields; readonly closed: ReadonlyMap<string, number | null> },
): Sample {
  const { records } = parseAll(Issue, raw, "an issue");
  const issues = [...new Map(records.map((issue) => [issue.id, issue])).values()];
  const known = new Map<LinkEnd, SeenEnd>(issues.map((issue) => [itemIdOf(connection, issue.id), endOf(issue)]));
  const unread = new Set<string>();
  const links = new Map<string, SeenLink>();
  for (const issue of issues) {
    const mapped = mapLinks(connection, issue);
    const ends = new Map<LinkEnd, SeenEnd>(
      mapped.stubs.map(({ id, key, nativeId }) => {
        if (!known.has(id)) unread.add(nativeId);
        return [id, { system: "jira", key, container: projectOf(key), closedAt: closed.get(nativeId) ?? null }];
      }),
    );
    for (const link of [...mapped.links, ...mapTextLinks(connection, issue)]) {
      const [source, target] = [link.source, link.target].map(
        (end) => known.get(end) ?? ends.get(end) ?? namedEnd(end),
      );
      if (source !== undefined && source !== null && target !== undefined && target !== null) {
        links.set(link.id, { id: link.id, type: link.typeId, source, target });
      }
    }
  }
  return {
    items: issues.map((issue) => itemOf(connection, issue, fields)),
    links: [...links.values()],
    boxes: issues.flatMap((issue) => boxesOf(connection, issue, fields)),
    unread: [...unread].filter((id) => !closed.has(id)),
  };
}

function endOf({ key, fields }: Issue): SeenEnd {
  return { system: "jira", key, container: fields.project.key, closedAt: instantOf(fields.resolutiondate) };
}

/** An end that a text names; null for an id that the payload does not explain. */
function namedEnd(end: LinkEnd): SeenEnd | null {
  if (!isKeyRef(end)) return null;
  const { system, key } = keyRefParts(end);
  const container = system === "jira" ? projectOf(key) : key.slice(0, Math.max(0, key.lastIndexOf("#")));
  return { system, key, container, closedAt: null };
}

function itemOf(connection: JiraConnection, { key, fields }: Issue, { sprint, numbers }: SampleFields): SeenItem {
  const kind = kindOf(fields.issuetype);
  const assignee = Person.safeParse(fields["assignee"]).data;
  return {
    key,
    container: fields.project.key,
    isOpen: fields.status.statusCategory?.key !== "done",
    isPlannable: kind !== "epic" && kind !== "subtask",
    boxes: sprint === null ? [] : mentionedSprints(connection, fields[sprint]).map(({ nativeId }) => nativeId),
    labels: fields.labels ?? [],
    numbers: Object.fromEntries(
      numbers.flatMap((field) => {
        const value = fields[field];
        return typeof value === "number" ? [[field, value] as const] : [];
      }),
    ),
    timeZones: assignee === undefined ? [] : [assignee.timeZone],
    assignees: [],
    projects: [],
  };
}

function boxesOf(connection: JiraConnection, { fields }: Issue, { sprint }: SampleFields): readonly SeenBox[] {
  if (sprint === null) return [];
  return mentionedSprints(connection, fields[sprint]).flatMap(({ sprint: mentioned }) =>
    mentioned === null ? [] : seenBox(mentioned),
  );
}

/** A sprint of the model as a look shows it. */
export function seenBox({
  nativeId,
  name,
  state,
  startsAt,
  endsAt,
  boardId,
}: Pick<
  NonNullable<ReturnType<typeof mentionedSprints>[number]["sprint"]>,
  "nativeId" | "name" | "state" | "startsAt" | "endsAt" | "boardId"
>): SeenBox {
  return { id: nativeId, kind: "sprint", name, state, startsAt, endsAt, board: boardId, container: null };
}
