import type { IssueAddress } from "../../data.ts";
import type { HostState } from "../host-state.ts";
import { nodeIdFor } from "../identity.ts";
import { announceItem, type ItemChange } from "./item-events.ts";
import type { Iteration, Project, ProjectField, ProjectItem } from "./project.ts";

export type NewField =
  | { readonly name: string; readonly type: "NUMBER" | "SINGLE_SELECT" }
  | { readonly name: string; readonly type: "ITERATION"; readonly iterations: readonly Omit<Iteration, "id">[] };

/** Actions of people on projects. Unknown addresses throw, because the test is wrong. */
export type GithubProjects = ReturnType<typeof createProjectPeople>;

export function createProjectPeople(state: HostState) {
  const nodeId = (prefix: string) => nodeIdFor(prefix, state.ids.next());
  const withIds = (iterations: readonly Omit<Iteration, "id">[]): readonly Iteration[] =>
    iterations.map((one) => ({ ...one, id: state.ids.next().toString(16).slice(-8) }));
  const make = (field: NewField): ProjectField => {
    const id = nodeId(field.type === "ITERATION" ? "PVTIF" : "PVTF");
    if (field.type !== "ITERATION") return { ...field, nodeId: id };
    return { ...field, nodeId: id, iterations: withIds(field.iterations) };
  };
  const add = (address: string, item: Pick<ProjectItem, "issueId" | "title">, values: Values): string => {
    const id = nodeId("PVTI");
    const project = projectAt(state, address);
    const added = { nodeId: id, ...item, values: new Map(entriesOf(values)), isArchived: false };
    project.items.push(added);
    announceItem(state, { project, item: added, action: "created" });
    return id;
  };
  return {
    /** @returns its address, `acme/1` */
    create: (owner: string, title: string, fields: readonly NewField[]): string => {
      const number = state.projects.of(owner).length + 1;
      const updatedAt = state.runtime.clock();
      const project = {
        nodeId: nodeId("PVT"),
        owner,
        number,
        title,
        fields: fields.map(make),
        items: [],
        closed: false,
        updatedAt,
      };
      state.projects.add(project);
      return `${owner}/${number}`;
    },
    /** @returns the id of the item */
    add: (address: string, { repository, number }: IssueAddress, values: Values = {}): string => {
      const index = state.repositories.named(repository);
      const found = index === null ? null : state.issues.find(index.repository, number);
      if (found?.at !== "here") throw new Error(`There is no issue ${repository}#${number}`);
      return add(address, { issueId: found.issue.id, title: "" }, values);
    },
    /** @returns the id of the item */
    addDraft: (address: string, title: string): string => add(address, { issueId: null, title }, {}),
    /** Sets a field's value, by its name; null removes it. */
    set: (address: string, item: string, [field, value]: readonly [string, string | number | null]): void => {
      const found = itemAt(state, address, item);
      const { values } = found.item;
      if (value === null) values.delete(field);
      else values.set(field, value);
      announceItem(state, { ...found, action: "edited", field });
    },
    close: (address: string): void => {
      projectAt(state, address).closed = true;
    },
    archive: (address: string, item: string): void => {
      const found = itemAt(state, address, item);
      found.item.isArchived = true;
      announceItem(state, { ...found, action: "archived" });
    },
    remove: (address: string, item: string): void => {
      const found = itemAt(state, address, item);
      const { items } = found.project;
      items.splice(items.indexOf(found.item), 1);
      announceItem(state, { ...found, action: "deleted" });
    },
    addField: (address: string, field: NewField): void => {
      projectAt(state, address).fields.push(make(field));
    },
    /** Items keep their values. */
    renameField: (address: string, [before, after]: readonly [string, string]): void => {
      const { fields, items } = projectAt(state, address);
      const field = fields.find(({ name }) => name === before);
      if (field === undefined) throw new Error(`${address} has no field ${before}`);
      field.name = after;
      for (const { values } of items) {
        const value = values.get(before);
        if (value !== undefined) values.set(after, value);
        values.delete(before);
      }
    },
    /** Edits an iteration field: all of its iterations get new ids. */
    setIterations: (address: string, field: string, iterations: readonly Omit<Iteration, "id">[]): void => {
      const found = projectAt(state, address).fields.find(({ name }) => name === field);
      if (found?.type !== "ITERATION") throw new Error(`${address} has no iteration field ${field}`);
      found.iterations = withIds(iterations);
    },
  };
}

type Values = Readonly<Record<string, string | number>>;

function entriesOf(values: Values): readonly [string, string | number][] {
  return Object.entries(values);
}

/** The project that an action changes. */
function projectAt(state: HostState, address: string): Project {
  const [owner = "", number] = address.split("/");
  const project = state.projects.find(owner, Number(number));
  if (project === null) throw new Error(`There is no project ${address}`);
  project.updatedAt = state.runtime.clock();
  return project;
}

function itemAt(state: HostState, address: string, id: string): Pick<ItemChange, "project" | "item"> {
  const project = projectAt(state, address);
  const item = project.items.find(({ nodeId }) => nodeId === id);
  if (item === undefined) throw new Error(`${address} has no item ${id}`);
  return { project, item };
}
