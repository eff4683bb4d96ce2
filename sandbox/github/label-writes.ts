import { textAt } from "../jira/record.ts";
import type { Label } from "./entity.ts";
import type { HostState } from "./host-state.ts";
import { nodeIdFor } from "./identity.ts";
import type { RepositoryShelf } from "./repository-shelf.ts";
import { numberAt } from "../jira/record.ts";

const USUAL_COLOR = "ededed";

/** The label of that name; it is made where there is none, as GitHub does when an issue is given an unknown one. */
export function labelNamed(
  state: HostState,
  shelf: RepositoryShelf,
  { name, raw }: { readonly name: string; readonly raw?: unknown },
): Label {
  const known = shelf.label(name);
  if (known !== null) {
    return known;
  }
  const id = numberAt(raw, "id") ?? state.ids.next();
  const label: Label = {
    kind: "label",
    id,
    nodeId: textAt(raw, "node_id") ?? nodeIdFor("LA", id),
    repository: shelf.repository,
    name,
    color: textAt(raw, "color") ?? USUAL_COLOR,
    description: textAt(raw, "description"),
    isDefault: false,
  };
  shelf.putLabel(label);
  return label;
}
