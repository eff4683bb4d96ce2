import type { RawRecord } from "../../data.ts";
import type { Draft, DraftKind, DraftState } from "../draft.ts";
import type { GithubHome } from "../teams.ts";
import { apiUrl, instant, nodeId } from "./identity.ts";

const typeIds: Readonly<Record<DraftKind, readonly [name: string, id: number, color: string]>> = {
  feature: ["Feature", 18_220_413, "blue"],
  story: ["Story", 18_220_414, "green"],
  task: ["Task", 18_220_415, "yellow"],
  bug: ["Bug", 18_220_416, "red"],
};

/** The organisation's issue types. */
export function issueType(kind: DraftKind): RawRecord {
  const [name, id, color] = typeIds[kind];
  const made = instant(Date.UTC(2025, 2, 3, 9));
  return {
    id,
    node_id: nodeId("IT", id),
    name,
    description: "",
    color,
    created_at: made,
    updated_at: made,
    is_enabled: true,
  };
}

const stateLabels: Readonly<Partial<Record<DraftState, string>>> = {
  "in-progress": "in progress",
  "in-review": "in review",
};

const colors: readonly (readonly [RegExp, string])[] = [
  [/^points\//u, "c5def5"],
  [/^type\/bug/u, "d73a4a"],
  [/^type\//u, "a2eeef"],
  [/^in /u, "fbca04"],
];

/** Names of the labels an item carries. */
export function labelNames({ kind, points, state, closedAt }: Draft): readonly string[] {
  const stateLabel = closedAt === null ? stateLabels[state] : undefined;
  return [
    `type/${kind}`,
    ...(points === null ? [] : [`points/${points}`]),
    ...(stateLabel === undefined || kind === "feature" ? [] : [stateLabel]),
  ];
}

export function labelRecord(name: string, { repo, repoId }: GithubHome): RawRecord {
  const id = 6_400_000_000 + (repoId % 1000) * 1000 + Buffer.from(name).reduce((sum, byte) => sum + byte, 0);
  return {
    id,
    node_id: nodeId("LA", repoId, id),
    url: `${apiUrl}/repos/${repo}/labels/${encodeURIComponent(name)}`,
    name,
    color: colors.find(([pattern]) => pattern.test(name))?.[1] ?? "ededed",
    default: false,
    description: null,
  };
}
