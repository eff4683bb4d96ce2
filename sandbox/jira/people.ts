import type { RawRecord } from "../data.ts";
import { named } from "./catalogue.ts";
import { addComment, deleteComment, requireComment, updateComment } from "./comment-writes.ts";
import { refuse } from "./failure.ts";
import { requireIssue } from "./issue-access.ts";
import { createIssue, updateIssue } from "./issue-writes.ts";
import { moveIssue } from "./move-issue.ts";
import { transition } from "./transition.ts";
import { deleteIssue } from "./delete-issue.ts";
import { addLink, linkTypeOf, removeLink } from "./link-writes.ts";
import { putRemoteLink, removeRemoteLinks } from "./remote-links.ts";
import type { Account } from "./account.ts";
import type { NotifyRight, SiteState } from "./site-state.ts";
import { asWiki } from "./data-center/wiki-text.ts";
import { createSprint, deleteSprint, editSprint } from "./sprint-writes.ts";
import type { StoredIssue } from "./stored-issue.ts";

/**
 * Actions of people and administrators in the tracker. Issues are given by id or key; the methods throw the API's
 * errors.
 */
export type JiraPeople = {
  /** The issue as the API would return it now, with changelog; null without one. */
  issue(idOrKey: string): RawRecord | null;
  /** Keys of all issues, in order of id. */
  keys(): readonly string[];
  /** Comments as the API gives them, `properties` added as an object. */
  comments(idOrKey: string): readonly RawRecord[];
  properties(idOrKey: string): Readonly<Record<string, unknown>>;
  /** @param fields as the API takes them @returns the new key */
  createIssue(fields: RawRecord): string;
  editIssue(idOrKey: string, fields: RawRecord): void;
  /** @param status name or id @param resolution name, if not the default */
  transition(idOrKey: string, status: string, resolution?: string): void;
  /** @returns the new key */
  moveIssue(idOrKey: string, projectKey: string): string;
  deleteIssue(idOrKey: string): void;
  /** `source` {outward} `destination`; the type by name. @returns the link's id */
  link(link: { type: string; source: string; destination: string }): string;
  unlink(linkId: string): void;
  /** @param link as the API takes it: `object` with `url` and `title`, and a `relationship` @returns its id */
  linkElsewhere(idOrKey: string, link: RawRecord): number;
  unlinkElsewhere(idOrKey: string, linkId: number): void;
  /** @returns the comment's id */
  comment(idOrKey: string, text: string | RawRecord): string;
  editComment(comment: { issue: string; id: string }, text: string | RawRecord): void;
  deleteComment(comment: { issue: string; id: string }): void;
  /** @param content `name` and `originBoardId`, dates and `goal` if set @returns the sprint's id */
  createSprint(content: RawRecord): number;
  /** Changes a sprint's name, state or dates; the sprint field of its issues follows. */
  editSprint(id: number, changes: RawRecord): void;
  deleteSprint(id: number): void;
  /** Forbids or allows writes in a project. */
  setReadOnly(projectKey: string, readOnly: boolean): void;
  /** Sets the outcome of `notifyUsers=false`. */
  setNotifyRight(right: NotifyRight): void;
  /** Answers this number of API requests with 429 and `Retry-After: 1`. */
  throttle(requests: number): void;
};

const PERSON: Account = {
  accountId: "5b10a2844c20165700ede21g",
  displayName: "Mia Krystof",
  emailAddress: "mia@example.com",
  timeZone: "Australia/Sydney",
};

export function createPeople(state: SiteState): JiraPeople {
  const writer = { state, actor: PERSON };
  return {
    issue: (idOrKey) => {
      const issue = state.store.find(idOrKey);
      return issue === null ? null : whole(state, issue);
    },
    keys: () => [...state.store.all()].toSorted((a, b) => a.number - b.number).map(({ key }) => key),
    comments: (idOrKey) =>
      state.comments
        .of(requireIssue(state, idOrKey).id)
        .map(({ record, properties }) => ({ ...record, properties: Object.fromEntries(properties) })),
    properties: (idOrKey) => Object.fromEntries(state.properties.get(requireIssue(state, idOrKey).id) ?? []),
    createIssue: (fields) => createIssue(writer, { fields: written(state, fields) }).key,
    editIssue: (idOrKey, fields) => void updateIssue(writer, idOrKey, { fields: written(state, fields) }),
    transition: (idOrKey, status, resolution) =>
      void transition(writer, idOrKey, statusChange(state, status, resolution)),
    moveIssue: (idOrKey, projectKey) => moveIssue(writer, idOrKey, projectKey).key,
    deleteIssue: (idOrKey) => deleteIssue(writer, idOrKey),
    link: ({ type, source, destination }) =>
      addLink(writer, { type: linkTypeOf(state, { name: type }), source, destination }),
    unlink: (linkId) => removeLink(writer, linkId),
    linkElsewhere: (idOrKey, link) => putRemoteLink(writer, requireIssue(state, idOrKey), link).link.id,
    unlinkElsewhere: (idOrKey, linkId) =>
      removeRemoteLinks(writer, requireIssue(state, idOrKey), ({ id }) => id === linkId),
    comment: (idOrKey, text) => addComment(writer, idOrKey, { body: document(state, text) }).id,
    editComment: ({ issue, id }, text) =>
      void updateComment(writer, requireComment(state, issue, id), { body: document(state, text) }),
    deleteComment: ({ issue, id }) => deleteComment(writer, requireComment(state, issue, id)),
    createSprint: (content) => createSprint(state, content),
    editSprint: (id, changes) => editSprint(state, id, changes),
    deleteSprint: (id) => deleteSprint(state, id),
    ...switchesOf(state),
  };
}

function switchesOf({ switches }: SiteState): Pick<JiraPeople, "setReadOnly" | "setNotifyRight" | "throttle"> {
  return {
    setReadOnly: (projectKey, readOnly) => {
      switches.readOnlyProjects.delete(projectKey);
      if (readOnly) {
        switches.readOnlyProjects.add(projectKey);
      }
    },
    setNotifyRight: (right) => {
      switches.notify = right;
    },
    throttle: (requests) => {
      switches.throttled = requests;
    },
  };
}

function whole(state: SiteState, issue: StoredIssue): RawRecord {
  return {
    ...issue.extra,
    ...state.view.issue(issue, { fields: ["*all"], expand: new Set(["changelog"]), properties: ["*all"] }),
  };
}

function statusChange(
  state: SiteState,
  status: string,
  resolution: string | undefined,
): { status: RawRecord; resolution: RawRecord | null } {
  const found = named(state.catalogue.statuses, status);
  if (found === null) throw refuse(400, `There is no status '${status}' on this site.`);
  const known = resolution === undefined ? null : named(state.catalogue.resolutions, resolution);
  return {
    status: found,
    resolution: known ?? (resolution === undefined ? null : { id: resolution, name: resolution }),
  };
}

/** People give a text as a document or as markup; a Data Center stores markup. */
function written({ dataCenter }: SiteState, fields: RawRecord): RawRecord {
  if (dataCenter === null || fields["description"] === undefined) return fields;
  return { ...fields, description: asWiki(fields["description"]) };
}

function document({ dataCenter }: SiteState, text: string | RawRecord): unknown {
  if (dataCenter !== null) return asWiki(text);
  return typeof text === "string"
    ? { type: "doc", version: 1, content: [{ type: "paragraph", content: [{ type: "text", text }] }] }
    : text;
}
