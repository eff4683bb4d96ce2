import type { z } from "zod";
import type {
  SeenBox,
  SeenField,
  SeenIterationField,
  SeenItem,
  SeenMembership,
  SeenProject,
} from "../../../src/domain/proposal/site-look.ts";
import type { Sprint } from "../../../src/domain/schedule/sprint.ts";
import type { Clock } from "../../../src/ports/runtime.ts";
import type { LookParts } from "../../kit/look-parts.ts";
import type { GithubClient } from "../client.ts";
import { isHosted } from "../host-schema.ts";
import { partsOf } from "../place.ts";
import { usualPoints } from "./choose-fields.ts";
import { mapIterations, nativeIdOf } from "./map-project.ts";
import { membershipsQuery, ownerProjectsQuery } from "./queries.ts";
import {
  Assignee,
  FieldRecord,
  IterationValueRecord,
  MemberRecord,
  MembershipsAnswer,
  NumberValueRecord,
  OwnerProjectsAnswer,
  ProjectItemRecord,
  ProjectRecord,
} from "./schema.ts";

/** Owners whose projects one look reads, and projects of each. */
const mostOwners = 5;
const perOwner = 50;

/** A project, and its id, by which its items name it. */
export type ListedProject = { readonly id: string; readonly seen: SeenProject };

export type ProjectList = { readonly projects: readonly ListedProject[]; readonly notes: readonly string[] };

/** What projects say of an issue. */
export type Memberships = Pick<SeenItem, "assignees" | "projects">;

/** The open projects of the repositories' owners, in one request per owner. */
export async function listProjects(
  client: GithubClient,
  repositories: readonly string[],
  { parts, clock }: { readonly parts: LookParts; readonly clock: Clock },
): Promise<ProjectList> {
  const all = repositories.map((name) => partsOf(name).owner);
  // The train file has no project of an owner with an underscore, which is a managed user.
  const owners = [...new Map(all.filter((one) => !one.includes("_")).map((one) => [one.toLowerCase(), one]))];
  const projects: ListedProject[] = [];
  const notes: string[] = [];
  for (const [, owner] of owners.slice(0, mostOwners)) {
    const listed = await parts.read(() => readOwner(client, owner), null);
    const found = parsed(ProjectRecord, listed?.nodes).filter(({ closed }) => !closed);
    projects.push(...found.map((record) => listedProject(client, { owner, record, at: clock() })));
    if (listed !== null && listed.totalCount > perOwner) {
      notes.push(
        `${owner} has ${listed.totalCount} open projects: Signalbox looked at the ${perOwner} that changed last.`,
      );
    }
  }
  return { projects, notes };
}

async function readOwner(client: GithubClient, owner: string) {
  const { key } = client.connection;
  const answer = await client.query({
    what: `listing the projects of ${owner}`,
    owner,
    query: ownerProjectsQuery,
    variables: { owner, first: perOwner },
    schema: OwnerProjectsAnswer,
    remedies: {
      forbidden: `If teams plan in GitHub projects, give the token of connection ${key} the scope \`read:project\`, a fine-grained one or the app the organisation permission "Projects: read"; init goes on without them.`,
      "request-refused": "init goes on without projects.",
    },
  });
  return answer.repositoryOwner?.projectsV2 ?? null;
}

type Listed = { readonly owner: string; readonly record: ProjectRecord; readonly at: number };

function listedProject({ connection }: GithubClient, { owner, record, at }: Listed): ListedProject {
  const address = `${owner}/${record.number}`.toLowerCase();
  const fields = parsed(FieldRecord, record.fields?.nodes);
  return {
    id: record.id,
    seen: {
      address,
      title: record.title,
      iterationFields: fields
        .filter(({ dataType }) => dataType === "ITERATION")
        .map((field): SeenIterationField => {
          const boxes = mapIterations(connection, { address, field }, at).map(seenBox);
          return { id: field.id, name: field.name, boxes };
        }),
      numberFields: fields
        .filter(({ dataType }) => dataType === "NUMBER")
        .map(({ id, name }): SeenField => ({ id, name, isEstimateKind: usualPoints.test(name.trim()) })),
    },
  };
}

function seenBox({ nativeId, name, state, startsAt, endsAt, container }: Sprint): SeenBox {
  return { id: nativeId, kind: "iteration", name, state, startsAt, endsAt, board: null, container };
}

/** What the projects say of the repository's issues that changed last, by the issues' keys; one request. */
export async function readMemberships(
  client: GithubClient,
  name: string,
  { projects, first }: { readonly projects: readonly ListedProject[]; readonly first: number },
): Promise<ReadonlyMap<string, Memberships>> {
  const { owner, repo } = partsOf(name);
  const { repository } = await client.query({
    what: `reading the projects of the newest issues of ${name}`,
    owner,
    query: membershipsQuery(isHosted(client.connection)),
    variables: { owner, name: repo, first },
    schema: MembershipsAnswer,
  });
  const byId = new Map(projects.map(({ id, seen }) => [id, seen.address]));
  return new Map(
    parsed(MemberRecord, repository.issues?.nodes).map(({ number, assignees, projectItems }) => [
      `${name}#${number}`,
      {
        assignees: parsed(Assignee, assignees?.nodes).map(({ login }) => login),
        projects: parsed(ProjectItemRecord, projectItems?.nodes).flatMap(({ project: { id }, fieldValues }) => {
          const address = byId.get(id);
          return address === undefined ? [] : [membershipOf(address, fieldValues?.nodes)];
        }),
      },
    ]),
  );
}

function membershipOf(project: string, values: readonly unknown[] | null | undefined): SeenMembership {
  return {
    project,
    boxes: parsed(IterationValueRecord, values).map(({ field, ...record }) => nativeIdOf(field, record)),
    numbers: Object.fromEntries(parsed(NumberValueRecord, values).map(({ field, number }) => [field.id, number])),
  };
}

/** The nodes that have the shape: a look skips the others. */
function parsed<T>(schema: z.ZodType<T>, nodes: readonly unknown[] | null | undefined): readonly T[] {
  return (nodes ?? []).flatMap((node) => schema.safeParse(node).data ?? []);
}
