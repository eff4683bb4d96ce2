import type { SchemaPart } from "./host-schema.ts";
import type { Stream } from "../../src/ports/connector.ts";

export const milestones = "milestones";
export const projects = "projects";
const kinds = ["issues", "edges", "pulls"] as const;
type Kind = (typeof kinds)[number];
const modes: Readonly<Record<Kind, Stream["mode"]>> = {
  issues: "incremental",
  edges: "full",
  pulls: "incremental",
};

/** Overlap (ms) of polls: GitHub's `updated` and its lists may lag behind each other. */
export const overlapMs = 5 * 60_000;

/** Increase it with every change of the mapping of records: Signalbox then reads all of them again. */
const mappingVersion = 5;

/**
 * The meaning of the connector's records, for `Source.coverage`.
 * @param lacking parts of the schema that the server lacks: after its upgrade, Signalbox reads all records again
 */
export function meaningOf(lacking: readonly SchemaPart[]): string {
  return JSON.stringify([mappingVersion, ...lacking]);
}

/**
 * The streams in the order in which callers must read them: milestones of all, then kind by kind for each repository,
 * then all projects: their items are known by then.
 */
export function streamsOf(repos: readonly string[], hasProjects: boolean): readonly Stream[] {
  const streams = kinds.flatMap((kind) =>
    repos.map((repo): Stream => ({ name: `${kind}:${repo}`, mode: modes[kind], pace: "poll", container: repo })),
  );
  const last: readonly Stream[] = hasProjects ? [{ name: projects, mode: "full", pace: "sweep" }] : [];
  return [{ name: milestones, mode: "full", pace: "poll" }, ...streams, ...last];
}

/** Parses `issues:acme/api`. @throws TypeError if it is no stream of a repository */
export function partOf(stream: string): { readonly kind: Kind; readonly repo: string } {
  const kind = kinds.find((one) => stream.startsWith(`${one}:`));
  if (kind === undefined) throw new TypeError(`no stream ${stream}`);
  return { kind, repo: stream.slice(kind.length + 1) };
}
