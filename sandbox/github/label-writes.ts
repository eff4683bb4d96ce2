import { numberAt, textAt } from "../record.ts";
import type { Issue, Label } from "./entity.ts";
import { announceLabel } from "./hooks/label-events.ts";
import { now, type HostState } from "./host-state.ts";
import { nodeIdFor } from "./identity.ts";
import type { RepositoryIndex } from "./repository-index.ts";

const USUAL_COLOR = "ededed";

type Wanted = {
  readonly name: string;
  readonly raw?: unknown;
  /** Login of the creator; absent for loaded labels. */
  readonly by?: string;
};

/** The label of this name; creates it if missing, as GitHub does for an issue's unknown label. */
export function labelNamed(state: HostState, index: RepositoryIndex, { name, raw, by }: Wanted): Label {
  const known = index.label(name);
  if (known !== null) return known;
  const id = numberAt(raw, "id") ?? state.ids.next();
  const label: Label = {
    kind: "label",
    id,
    nodeId: textAt(raw, "node_id") ?? nodeIdFor("LA", id),
    repository: index.repository,
    name,
    color: textAt(raw, "color") ?? USUAL_COLOR,
    description: textAt(raw, "description"),
    isDefault: false,
  };
  index.putLabel(label);
  if (by !== undefined) announceLabel(state, { label, actor: by }, { action: "created" });
  return label;
}

type LabelChange = { readonly name?: string; readonly color?: string; readonly description?: string };

type Edit = { readonly change: LabelChange; readonly actor: string };

/** A new name shows at once on every issue with the label, without a change of their `updatedAt`. */
export function changeLabel(state: HostState, label: Label, { change, actor }: Edit): Label {
  const index = state.repositories.of(label.repository);
  const next = { ...label, ...change };
  index.removeLabel(label);
  index.putLabel(next);
  relabel(state, label, (names) => names.map((name) => (name === label.name ? next.name : name)));
  const changes = {
    ...(next.name !== label.name && { name: { from: label.name } }),
    ...(next.color !== label.color && { color: { from: label.color } }),
    ...(next.description !== label.description && { description: { from: label.description ?? "" } }),
  };
  if (Object.keys(changes).length > 0) announceLabel(state, { label: next, actor }, { action: "edited", changes });
  return next;
}

export function deleteLabel(state: HostState, label: Label, actor: string): void {
  state.repositories.of(label.repository).removeLabel(label);
  relabel(state, label, (names) => names.filter((name) => name !== label.name));
  announceLabel(state, { label, actor }, { action: "deleted" });
}

function relabel(state: HostState, label: Label, rewrite: (names: readonly string[]) => readonly string[]): void {
  const wearers = state.issues
    .sorted(label.repository, "created")
    .filter((issue: Issue) => issue.labels.includes(label.name));
  for (const issue of wearers) state.issues.put({ ...issue, labels: rewrite(issue.labels) }, now(state));
}
