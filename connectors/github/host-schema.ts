import { z } from "zod";
import type { MissingFact } from "../../src/domain/model/model.ts";
import type { Note } from "../../src/domain/setup/finding.ts";
import type { GithubConnection } from "../../src/ports/connection.ts";

/**
 * Parts of GitHub's GraphQL schema that Signalbox reads and an older GitHub Enterprise Server lacks: fields
 * (`Issue.parent`), one argument, and kinds of timeline entries.
 */
export type SchemaPart = keyof typeof parts;

/** The optional parts that a host has. */
export type HostSchema = ReadonlySet<SchemaPart>;

const parts = {
  "Issue.blockedBy": true,
  "Issue.parent": true,
  "Issue.issueType": true,
  "Issue.duplicateOf": true,
  "Issue.closedByPullRequestsReferences": true,
  "Issue.stateReason(enableDuplicate)": true,
  "ClosedEvent.duplicateOf": true,
  BlockedByAddedEvent: true,
  BlockedByRemovedEvent: true,
  ParentIssueAddedEvent: true,
  ParentIssueRemovedEvent: true,
} as const;

const allParts = Object.keys(parts).filter((name): name is SchemaPart => name in parts);

/** Without this argument an older server hides the reason _duplicate_; github.com always shows it. */
const duplicateArgument: SchemaPart = "Issue.stateReason(enableDuplicate)";

/** The schema of github.com and ghe.com. */
export const hostedSchema: HostSchema = new Set(allParts.filter((part) => part !== duplicateArgument));

/** Whether GitHub itself runs this host: then its schema is known, and so are its limits. */
export function isHosted({ apiUrl }: Pick<GithubConnection, "apiUrl">): boolean {
  const { hostname } = new URL(apiUrl);
  return hostname === "api.github.com" || hostname.endsWith(".ghe.com");
}

/** Asks a host for the optional parts, in any query; it has no cost. https://spec.graphql.org/October2021/#sec-Introspection */
export const schemaSelection = `issueSchema: __type(name: "Issue") { fields { name args { name } } }
  closedSchema: __type(name: "ClosedEvent") { fields { name } }
  timelineSchema: __type(name: "IssueTimelineItems") { possibleTypes { name } }`;

const Named = z.object({ name: z.string() });
const Fields = z.object({ fields: z.array(Named.extend({ args: z.array(Named).catch([]) })) });

/** The answer to `schemaSelection`. */
export const SchemaAnswer = z.object({
  issueSchema: Fields,
  closedSchema: Fields,
  timelineSchema: z.object({ possibleTypes: z.array(Named) }),
});

export function schemaIn({ issueSchema, closedSchema, timelineSchema }: z.infer<typeof SchemaAnswer>): HostSchema {
  const names = new Set([
    ...issueSchema.fields.flatMap(({ name, args }) => [
      `Issue.${name}`,
      ...args.map((argument) => `Issue.${name}(${argument.name})`),
    ]),
    ...closedSchema.fields.map(({ name }) => `ClosedEvent.${name}`),
    ...timelineSchema.possibleTypes.map(({ name }) => name),
  ]);
  return new Set(allParts.filter((part) => names.has(part)));
}

/** What a host lacks: its records mean something else once an upgrade adds it, see `Source.coverage`. */
export function lackingIn(schema: HostSchema): readonly SchemaPart[] {
  return [...hostedSchema].filter((part) => !schema.has(part));
}

const facts: readonly (readonly [SchemaPart, MissingFact])[] = [
  ["Issue.blockedBy", "dependencies"],
  ["Issue.parent", "sub-issues"],
  ["Issue.issueType", "issue types"],
];

/** What the issues of a host do not tell. */
export function missingFactsOf(lacking: readonly SchemaPart[]): readonly MissingFact[] {
  return facts.flatMap(([part, fact]) => (lacking.includes(part) ? [fact] : []));
}

const features: readonly (readonly [SchemaPart, string])[] = [
  ["Issue.blockedBy", "dependencies (they came with 3.19)"],
  ["Issue.parent", "sub-issues (3.16)"],
  ["Issue.issueType", "issue types (3.18)"],
  ["Issue.closedByPullRequestsReferences", "the pull requests that will close an issue (3.16)"],
  ["Issue.duplicateOf", "the originals of duplicates"],
];

/** What a person should know about missing features; none if the host has all. */
export function missingNotes(connection: string, schema: HostSchema): readonly Note[] {
  const missing = features.flatMap(([part, words]) => (schema.has(part) ? [] : [words]));
  if (missing.length === 0) return [];
  const instead = schema.has("Issue.blockedBy")
    ? ""
    : " Signalbox finds dependencies in the texts of issues, such as “Blocked by #12”.";
  return [
    {
      group: "link-types",
      outcome: "warning",
      means: `${connection} is a GitHub Enterprise Server without ${missing.join(", without ")}.${instead}`,
      remedy: "Update the server to use them; Signalbox then reads its issues again by itself.",
    },
  ];
}
