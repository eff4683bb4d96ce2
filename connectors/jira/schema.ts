import { z } from "zod";
import { issueKey } from "../../src/domain/items/issue-key.ts";

/**
 * Only the fields that Signalbox reads; optional if Jira omits them for some accounts, project types or old data.
 * zod compiles the schemas of parts that every issue of a page has; `parseRecords` compiles those of whole records.
 */

const text = z.string();
/** Optional; a separate function parses it. */
const anything = z.unknown().optional();
const maybeText = z.string().nullish().catch(null);
/** Jira's ids are numbers; longer texts would not fit the database's indexes. */
const id = z.string().max(30);
/** Whole numbers that survive JSON. */
const maybeInt = z.int().nullish().catch(null);

export const Myself = z.object({ accountId: text, displayName: text.catch(""), timeZone: maybeText });
export type Myself = z.infer<typeof Myself>;

export const Field = z.object({
  id: text,
  name: text.catch(""),
  untranslatedName: maybeText,
  schema: z.object({ custom: maybeText, type: maybeText }).optional().catch(undefined),
  scope: z.object({ type: maybeText }).nullish().catch(null),
});
export type Field = z.infer<typeof Field>;
export const Fields = z.array(Field);

export const LinkTypes = z.object({
  issueLinkTypes: z.array(z.object({ id: text, name: text, inward: maybeText, outward: maybeText })),
});

export const WordedLinkTypes = z.object({
  issueLinkTypes: z.array(z.object({ id: text, name: text, inward: text.catch(""), outward: text.catch("") })),
});

/** A board's filter and the field it estimates with. */
export const BoardConfiguration = z.object({
  filter: z
    .object({ id: z.union([text, z.number()]) })
    .nullish()
    .catch(null),
  estimation: z
    .object({ field: z.object({ fieldId: text }).nullish().catch(null) })
    .nullish()
    .catch(null),
});

export const Project = z.object({
  id: text,
  key: text,
  name: text.catch(""),
  archived: z.boolean().optional().catch(undefined),
  deleted: z.boolean().optional().catch(undefined),
});
export type Project = z.infer<typeof Project>;

/** A list without pages. */
export const List = z.array(z.unknown());

/** Jira's old way of paging. Some agile answers lack `total`. */
export const Page = z.object({
  isLast: z.boolean().optional().catch(undefined),
  total: z.number().optional().catch(undefined),
  values: z.array(z.unknown()),
});
export type Page = z.infer<typeof Page>;

export const Board = z.object({
  id: z.int(),
  name: text.catch(""),
  type: text.catch(""),
  location: z.object({ projectKey: text }).nullish().catch(null),
});
export type Board = z.infer<typeof Board>;

/** A sprint from the agile API, or from an issue's sprint field, which names the board differently. */
export const SprintRecord = z.compile(
  z.object({
    id: z.union([z.int(), z.string().regex(/^\d{1,30}$/)]).transform(String),
    name: text.catch(""),
    state: text.catch(""),
    startDate: anything,
    endDate: anything,
    completeDate: anything,
    originBoardId: maybeInt,
    boardId: maybeInt,
  }),
);
export type SprintRecord = z.infer<typeof SprintRecord>;

export const VersionRecord = z.object({
  id,
  name: text.catch(""),
  released: z.boolean().catch(false),
  archived: z.boolean().catch(false),
  startDate: maybeText,
  releaseDate: maybeText,
});
export type VersionRecord = z.infer<typeof VersionRecord>;

export const SearchPage = z.object({
  issues: z.array(z.unknown()),
  nextPageToken: z.string().nullish(),
  isLast: z.boolean().optional().catch(undefined),
});
export type SearchPage = z.infer<typeof SearchPage>;

/** Jira omits hidden issues silently; `issueErrors` are issues that may exist but were unreadable this time. */
export const BulkIssues = z.object({
  issues: z.array(z.unknown()),
  issueErrors: z
    .array(z.object({ id: text.catch("issue"), errorMessage: text.catch("no reason given") }))
    .nullish()
    .catch(null),
});

export const IssueRef = z.object({ id });

const Status = z.object({
  id: maybeText,
  name: text,
  statusCategory: z.object({ key: text }).nullish().catch(null),
});
export type Status = z.infer<typeof Status>;

const Resolution = z.object({ id: maybeText, name: text });
export type Resolution = z.infer<typeof Resolution>;

const IssueType = z.object({
  name: text,
  subtask: z.boolean().catch(false),
  hierarchyLevel: z.number().nullish().catch(null),
});
export type IssueType = z.infer<typeof IssueType>;

/** The other end of a link, or a parent, in an issue's payload. */
export const Neighbour = z.object({
  id,
  key: text,
  fields: z
    .object({
      summary: text.catch(""),
      status: Status.nullish().catch(null),
      issuetype: IssueType.nullish().catch(null),
    })
    .nullish()
    .catch(null),
});
export type Neighbour = z.infer<typeof Neighbour>;

export const IssueLink = z.compile(
  z.object({
    id,
    type: z.object({ id: text, name: text, inward: maybeText, outward: maybeText }),
    inwardIssue: Neighbour.nullish(),
    outwardIssue: Neighbour.nullish(),
  }),
);
export type IssueLink = z.infer<typeof IssueLink>;

/** A link to elsewhere. Jira shows `links to` for one without a relationship. */
export const RemoteLink = z.object({ relationship: maybeText, object: z.object({ url: text }) });
export type RemoteLink = z.infer<typeof RemoteLink>;

const Person = z.object({ accountId: maybeText }).nullish().catch(null);

const ChangeItem = z.object({
  field: text,
  fieldId: maybeText,
  from: maybeText,
  fromString: maybeText,
  to: maybeText,
});

function ownEntry(item: unknown, name: string): unknown {
  return typeof item === "object" && item !== null ? Object.getOwnPropertyDescriptor(item, name)?.value : null;
}

/** The payload's key `toString` also exists on every object's prototype: read it only as an own property. */
export const Change = z.preprocess(
  (item: unknown) => ({ item, toText: ownEntry(item, "toString") }),
  z.object({ item: ChangeItem, toText: maybeText }).transform(({ item, toText = null }) => ({ ...item, toText })),
);
export type Change = z.infer<typeof Change>;

export const History = z.object({ id, created: anything, items: z.array(Change).catch([]) });
export type History = z.infer<typeof History>;

/** Skips malformed changes. */
const Histories = z
  .array(History.nullable().catch(null))
  .transform((histories) => histories.filter((history) => history !== null));

const Changelog = z.object({
  total: z.number().optional().catch(undefined),
  histories: Histories.catch([]),
});

export const ChangelogPage = z.object({
  issueChangeLogs: z.array(z.object({ issueId: text, changeHistories: Histories })),
  nextPageToken: z.string().nullish(),
});
export type ChangelogPage = z.infer<typeof ChangelogPage>;

export const Issue = z.object({
  id: z.string().regex(/^\d{1,30}$/),
  key: z.string().regex(issueKey),
  fields: z.looseObject({
    summary: text,
    issuetype: IssueType,
    project: z.object({ id: maybeText, key: text }),
    status: Status,
    resolution: Resolution.nullish(),
    resolutiondate: anything,
    statuscategorychangedate: anything,
    created: anything,
    updated: anything,
    labels: z.array(text).nullish(),
    components: z.array(z.object({ name: text })).nullish(),
    fixVersions: z.array(VersionRecord).nullish(),
    reporter: Person,
    creator: Person,
    duedate: maybeText,
    description: anything,
    issuelinks: z.array(z.unknown()).nullish(),
    parent: Neighbour.nullish(),
    /** Key of a parent that Data Center hides. */
    parentKey: z.string().regex(issueKey).optional().catch(undefined),
  }),
  changelog: Changelog.nullish().catch(null),
});
export type Issue = z.infer<typeof Issue>;

export const CreatableTypes = z.object({
  issueTypes: z.array(z.object({ id: text, name: text, subtask: z.boolean().catch(false) })),
  total: z.number().optional().catch(undefined),
});
export const Created = z.object({ id: text, key: text });
export const Described = z.object({
  fields: z.object({ summary: text.catch(""), description: anything, labels: z.array(text).nullish().catch(null) }),
});
/** An issue with its properties. */
export const Marked = z.object({
  id: text,
  key: text,
  properties: z.record(z.string(), z.unknown()).nullish().catch(null),
});
export type Marked = z.infer<typeof Marked>;
export const Owned = Marked.extend({ fields: z.object({ creator: Person, reporter: Person }) });
export const Comment = z.object({
  id: text,
  author: Person,
  body: anything,
  /** The role or group that people restricted it to. */
  visibility: z.record(z.string(), z.unknown()).nullish().catch(null),
  properties: z
    .array(z.object({ key: text, value: anything }))
    .optional()
    .catch(undefined),
});
export type Comment = z.infer<typeof Comment>;
export const CommentPage = z.object({ comments: z.array(Comment), total: z.number().catch(0) });
export const CommentList = z.object({ values: z.array(Comment) });
export const Nothing = z.unknown();

/** A webhook of the site's administration. Old sites lack `isSigned`; only `self` contains the id. */
export const Registered = z
  .object({
    self: z.string().regex(/\/webhook\/\d+$/),
    url: text,
    events: z.array(text).catch([]),
    // Null if the site does not show them.
    filters: z
      .object({ "issue-related-events-section": text.catch("") })
      .nullable()
      .catch({ "issue-related-events-section": "" }),
    excludeBody: z.boolean().catch(false),
    enabled: z.boolean().catch(true),
    isSigned: z.boolean().nullish().catch(null),
  })
  .transform(({ self, ...hook }) => ({ ...hook, id: self.slice(self.lastIndexOf("/") + 1) }));
export type Registered = z.infer<typeof Registered>;
