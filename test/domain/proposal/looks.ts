import type {
  SeenBoard,
  SeenBox,
  SeenContainer,
  SeenItem,
  SeenLink,
  SiteLook,
} from "../../../src/domain/proposal/site-look.ts";

/** A look at an empty Jira, with changes. */
export function aLook(changes: Partial<SiteLook> = {}): SiteLook {
  return {
    connection: "acme-jira",
    system: "jira",
    account: "Signalbox",
    timeZone: "Europe/Berlin",
    containers: [],
    containersInAll: null,
    boards: [],
    boxes: [],
    projects: [],
    fields: [],
    linkTypes: [],
    items: [],
    links: [],
    refused: [],
    ...changes,
  };
}

export function aProject(key: string, changes: Partial<SeenContainer> = {}): SeenContainer {
  return { key, name: `The ${key} project`, creatable: ["Task", "Bug"], ...changes };
}

export function aBoard(id: number, project: string | null, changes: Partial<SeenBoard> = {}): SeenBoard {
  return { id, name: `Board ${id}`, project, estimateField: null, ...changes };
}

const dayMs = 86_400_000;

/** Midnight UTC of a day. */
export function at(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}

/** A sprint from nine o'clock of its first day, for `days` days. */
export function aSprint(id: string, name: string, { from, days = 14, ...changes }: Begun): SeenBox {
  const startsAt = at(from) + 9 * 3_600_000;
  return {
    id,
    kind: "sprint",
    name,
    state: "closed",
    startsAt,
    endsAt: startsAt + days * dayMs,
    board: null,
    container: null,
    ...changes,
  };
}

type Begun = Partial<SeenBox> & { readonly from: string; readonly days?: number };

/** Fortnights in a row on a board. @param nameOf from the place of a sprint, 0 first */
export function sprintsOn(
  board: number | null,
  from: string,
  { count, nameOf, days = 14 }: { count: number; nameOf: (place: number) => string; days?: number },
): readonly SeenBox[] {
  return Array.from({ length: count }, (_, place) => {
    const day = new Date(at(from) + place * days * dayMs).toISOString().slice(0, 10);
    return aSprint(`${board} ${nameOf(place)}`, nameOf(place), { from: day, days: days - 3, board });
  });
}

export function anItem(key: string, changes: Partial<SeenItem> = {}): SeenItem {
  return {
    key,
    container: key.includes("#") ? key.slice(0, key.indexOf("#")) : key.slice(0, key.lastIndexOf("-")),
    isOpen: true,
    isPlannable: true,
    boxes: [],
    labels: [],
    numbers: {},
    timeZones: [],
    assignees: [],
    projects: [],
    ...changes,
  };
}

/** `source —[type]→ target`, with days on which they were closed. */
export function aLink(
  id: string,
  [source, target]: readonly [string, string],
  {
    type = null,
    closed = [null, null],
  }: { type?: string | null; closed?: readonly [string | null, string | null] } = {},
): SeenLink {
  const end = (key: string, day: string | null) => ({
    system: key.includes("#") ? ("github" as const) : ("jira" as const),
    key,
    container: key.includes("#") ? key.slice(0, key.indexOf("#")) : key.slice(0, key.lastIndexOf("-")),
    closedAt: day === null ? null : at(day),
  });
  return { id, type, source: end(source, closed[0]), target: end(target, closed[1]) };
}
