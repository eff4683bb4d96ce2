import type { RawRecord } from "../data.ts";
import { isRecord, recordAt, textAt } from "../record.ts";
import { named, type ById } from "./catalogue.ts";
import { requireIssue } from "./issue-access.ts";
import { otherEndId } from "./issue-view.ts";
import type { Permission } from "./permissions.ts";
import type { HiddenProject, SiteState } from "./site-state.ts";
import { keyParts, type StoredIssue } from "./stored-issue.ts";

/**
 * Actions of an administrator on the site: changes of names and visibility, without a changelog entry, a later
 * `updated` or a webhook about the issues. Unknown names throw, because the test is wrong.
 */
export type JiraAdministration = {
  /** Gives a project another key: its issues get new keys, and the former ones lead to them. */
  renameProject(key: string, newKey: string): void;
  /** Hides a project, its boards and its issues from the account. */
  hideProject(key: string): void;
  showProject(key: string): void;
  /** Hides an issue from the account, like the loss of its security level: its `updated` stays. */
  hideIssue(idOrKey: string): void;
  /** @param id not a key: its project may have another one meanwhile */
  showIssue(id: string): void;
  /** Archives a project: reads of single issues still work, searches find none, its boards are gone. */
  archiveProject(key: string): void;
  /** Deletes a project, with its issues, boards and the links to them. */
  deleteProject(key: string): void;
  renameStatus(name: string, newName: string): void;
  renameResolution(name: string, newName: string): void;
  renameLinkType(name: string, newName: string): void;
  renameField(name: string, newName: string): void;
  /** Takes a permission in a project from the account: `withhold("PAY", "ADD_COMMENTS")`. */
  withhold(key: string, permission: Permission): void;
  /** Lets the account administer the site and its webhooks, or not. */
  setAdministrator(isAdministrator: boolean): void;
  /** Gives the token these scopes: only Atlassian's gateway takes it then. Null takes all scopes away. */
  giveScopes(scopes: readonly string[] | null): void;
  /** Adds a custom field. */
  addField(field: RawRecord): void;
  /** Another display name for the account behind the token; its id stays. */
  renameAccount(newName: string): void;
};

export function createAdministration(state: SiteState): JiraAdministration {
  const { catalogue } = state;
  return {
    renameProject: (key, newKey) => renameProject(state, key, newKey),
    hideProject(key) {
      const { id, project, boards } = takeAway(state, key);
      state.hiddenProjects.set(id, { project, boards });
      for (const issue of issuesOf(state, key)) state.store.hide(issue.id, state.runtime.clock());
    },
    showProject(key) {
      for (const [id, { project, boards }] of state.hiddenProjects) {
        if (textAt(project, "key") !== key) continue;
        state.hiddenProjects.delete(id);
        catalogue.projects.set(id, project);
        for (const [board, record] of boards) catalogue.boards.set(board, record);
        for (const issue of [...state.store.allEvenHidden()].filter((one) => one.projectKey === key)) {
          state.store.show(issue.id, state.runtime.clock());
        }
      }
    },
    hideIssue: (idOrKey) => state.store.hide(requireIssue(state, idOrKey).id, state.runtime.clock()),
    showIssue: (id) => state.store.show(id, state.runtime.clock()),
    archiveProject(key) {
      const id = projectId(state, key);
      catalogue.projects.set(id, { ...catalogue.projects.get(id), archived: true });
      state.switches.readOnlyProjects.add(key);
      removeBoards(state, key);
      for (const issue of issuesOf(state, key)) state.store.unlist(issue.id, state.runtime.clock());
    },
    deleteProject(key) {
      takeAway(state, key);
      const gone = new Set(issuesOf(state, key).map(({ id }) => id));
      for (const id of gone) state.store.remove(id, state.runtime.clock());
      rewriteFields(state, "issuelinks", (links) =>
        Array.isArray(links) ? links.filter((link: unknown) => !gone.has(otherEndId(link))) : links,
      );
    },
    renameStatus: (name, newName) => renameRecord(state, catalogue.statuses, { name, newName, field: "status" }),
    renameResolution: (name, newName) =>
      renameRecord(state, catalogue.resolutions, { name, newName, field: "resolution" }),
    renameLinkType(name, newName) {
      const type = renamed(catalogue.linkTypes, name, newName);
      rewriteFields(state, "issuelinks", (links) =>
        Array.isArray(links)
          ? links.map((link: unknown) =>
              isRecord(link) && textAt(link, "type", "id") === textAt(type, "id") ? { ...link, type } : link,
            )
          : links,
      );
    },
    renameField: (name, newName) => void renamed(catalogue.fields, name, newName),
    withhold: (key, permission) => void state.switches.withheld.add(`${key} ${permission}`),
    setAdministrator(isAdministrator) {
      state.switches.isAdministrator = isAdministrator;
    },
    giveScopes(scopes) {
      state.switches.scopes = scopes === null ? null : new Set(scopes);
    },
    addField: (field) => void catalogue.fields.set(textAt(field, "id") ?? "", field),
    renameAccount(newName) {
      state.account.displayName = newName;
    },
  };
}

function takeAway(state: SiteState, key: string): HiddenProject & { readonly id: string } {
  const id = projectId(state, key);
  const project = state.catalogue.projects.get(id) ?? {};
  state.catalogue.projects.delete(id);
  return { id, project, boards: removeBoards(state, key) };
}

function removeBoards({ catalogue }: SiteState, key: string): [string, RawRecord][] {
  const boards = [...catalogue.boards].filter(([, board]) => textAt(board, "location", "projectKey") === key);
  for (const [id] of boards) catalogue.boards.delete(id);
  return boards;
}

function renameProject(state: SiteState, key: string, newKey: string): void {
  const { catalogue, formerProjectKeys, ids, switches } = state;
  const id = projectId(state, key);
  catalogue.projects.set(id, { ...catalogue.projects.get(id), key: newKey });
  formerProjectKeys.set(key.toUpperCase(), id);
  for (const seen of [catalogue.typesOfProject, catalogue.statusesOfProject]) {
    seen.set(newKey, seen.get(key) ?? new Set());
  }
  for (const [board, record] of catalogue.boards) {
    const location = recordAt(record, "location");
    if (textAt(location, "projectKey") !== key) continue;
    catalogue.boards.set(board, { ...record, location: { ...location, projectKey: newKey } });
  }
  if (switches.readOnlyProjects.delete(key)) switches.readOnlyProjects.add(newKey);
  for (const issue of [...state.store.allEvenHidden()].filter(({ projectKey }) => projectKey === key)) {
    const project = { ...recordAt(issue.fields, "project"), key: newKey };
    const parts = keyParts(`${newKey}-${issue.keyNumber}`);
    ids.seenKey(newKey, issue.keyNumber);
    state.store.put({ ...issue, ...parts, fields: { ...issue.fields, project } }, state.runtime.clock());
  }
}

type Renaming = { readonly name: string; readonly newName: string; readonly field: string };

/** Renames a record that issues carry in a field. */
function renameRecord(state: SiteState, records: Map<string, RawRecord>, { name, newName, field }: Renaming): void {
  const record = renamed(records, name, newName);
  rewriteFields(state, field, (value) =>
    textAt(value, "id") === textAt(record, "id") && isRecord(value) ? { ...value, name: newName } : value,
  );
}

function renamed(records: Map<string, RawRecord>, name: string, newName: string): RawRecord {
  const found = required(records, name);
  const record = { ...found, name: newName };
  records.set(textAt(found, "id") ?? "", record);
  return record;
}

function rewriteFields({ store, runtime }: SiteState, field: string, change: (value: unknown) => unknown): void {
  for (const issue of store.allEvenHidden()) {
    const before = issue.fields[field];
    const after = change(before);
    if (after !== before) store.put({ ...issue, fields: { ...issue.fields, [field]: after } }, runtime.clock());
  }
}

function issuesOf({ store }: SiteState, key: string): StoredIssue[] {
  return [...store.all()].filter(({ projectKey }) => projectKey === key);
}

function projectId({ catalogue }: SiteState, key: string): string {
  return textAt(required(catalogue.projects, key), "id") ?? "";
}

function required(records: ById, name: string): RawRecord {
  const found = named(records, name);
  if (found === null) throw new Error(`This site has no ${name}`);
  return found;
}
