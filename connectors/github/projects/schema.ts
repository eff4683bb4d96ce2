import { z } from "zod";
import { PageInfo, Unseen } from "../schema.ts";

const text = z.string();

/** One iteration, in the field's configuration or as an item's value. Its id changes with each edit of the field. */
export const IterationRecord = z.object({
  title: text,
  startDate: z.iso.date(),
  /** Days. */
  duration: z.int().min(1).max(366),
});
export type IterationRecord = z.infer<typeof IterationRecord>;

const Iterations = z.array(IterationRecord.nullable().catch(null)).catch([]);

export const FieldRecord = z.object({
  id: text,
  name: text,
  dataType: text.catch(""),
  configuration: z.object({ iterations: Iterations, completedIterations: Iterations }).nullish().catch(null),
});
export type FieldRecord = z.infer<typeof FieldRecord>;

/** Nodes of a list; an unreadable one is left out by its own schema. */
const Nodes = z.object({ nodes: z.array(z.unknown()).nullish() }).nullish();

export const ProjectRecord = z.object({
  id: text,
  number: z.int().min(1),
  title: text.catch(""),
  closed: z.boolean().catch(false),
  fields: Nodes,
});
export type ProjectRecord = z.infer<typeof ProjectRecord>;

export const OwnerProjectsAnswer = z.object({
  repositoryOwner: z
    .object({ projectsV2: z.object({ totalCount: z.int(), nodes: z.array(z.unknown()).nullable() }).optional() })
    .nullable(),
});

export const MembershipsAnswer = z.object({ repository: z.object({ issues: Nodes }) });

/** An issue with the people and the projects it has. */
export const MemberRecord = z.object({ number: z.int(), assignees: Nodes, projectItems: Nodes });

export const Assignee = z.object({ login: text });

export const ProjectItemRecord = z.object({ project: z.object({ id: text }), fieldValues: Nodes });

const field = z.object({ id: text });

export const IterationValueRecord = IterationRecord.extend({ field });

/** A number of the project, or of an issue field that it shows. */
export const NumberValueRecord = z.union([
  z.object({ field, number: z.number() }),
  z
    .object({ field, issueFieldValue: z.object({ number: z.number() }) })
    .transform(({ field: of, issueFieldValue }) => ({ field: of, ...issueFieldValue })),
]);

/** GitHub answers an unknown login with null, and an owner without projects with nothing; neither has an error. */
function owned<T extends z.ZodType>(project: T) {
  return z
    .object({ repositoryOwner: z.object({ projectV2: project.optional() }).nullable() })
    .transform(({ repositoryOwner }) => ({ project: repositoryOwner?.projectV2 ?? null }));
}

export const ProjectAnswer = owned(
  z.object({ id: text, fields: z.object({ nodes: z.array(z.unknown()).nullable() }) }),
);

export const ItemsAnswer = owned(
  z.object({ items: z.object({ pageInfo: PageInfo, nodes: z.array(z.unknown()).nullable() }) }),
);

const NumberValue = z.object({ number: z.number() });
const ChoiceValue = z.object({ name: text });
/** Of an issue field that the project shows. */
const IssueNumber = z.object({ issueFieldValue: NumberValue }).transform(({ issueFieldValue }) => issueFieldValue);
const IssueChoice = z.object({ issueFieldValue: ChoiceValue }).transform(({ issueFieldValue }) => issueFieldValue);

const Content = z.object({
  id: text,
  fullDatabaseId: z.union([z.string().regex(/^\d{1,30}$/), z.int().nonnegative()]).transform(String),
  repository: z.object({ nameWithOwner: text }),
});

export const ItemRecord = z.object({
  id: text,
  type: text,
  isArchived: z.boolean().catch(false),
  /** Null for what is no issue, or hidden. */
  content: Content.nullish().catch(null),
  iteration: IterationRecord.nullish().catch(null),
  points: z.union([NumberValue, IssueNumber]).nullish().catch(null),
  businessValue: z.union([NumberValue, IssueNumber]).nullish().catch(null),
  status: z.union([ChoiceValue, IssueChoice]).nullish().catch(null),
  unseen: Unseen,
});
export type ItemRecord = z.infer<typeof ItemRecord>;
