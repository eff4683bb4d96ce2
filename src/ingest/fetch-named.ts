import { nameDirectory } from "../domain/items/names.ts";
import type { WorkItemId } from "../domain/ids.ts";
import type { PulledItem, Scope, SourcePage } from "../ports/connector.ts";
import type { Notice, Place } from "../ports/webhook.ts";
import { fetchItems, type Fetched } from "./fetch-items.ts";
import { isStopped, storePage, type PullContext } from "./pull.ts";

type Context = PullContext & { readonly scope: Scope };

/**
 * Reads items that deliveries name and stores those that belong into the model: of the scope's containers, held already,
 * or reached by a dependency or a parent. A site tells of everything that happens on it, a fresh reading would have none
 * of the rest. What is told to lie elsewhere is not even asked for, unless it belongs.
 */
export async function fetchNamed(
  context: Context,
  notices: readonly Pick<Notice, "items" | "places">[],
): Promise<Fetched> {
  const { source, store, scope } = context;
  const isInside = await insideOf(context);
  const handles = [...new Set(notices.flatMap(({ items }) => items))];
  const perhapsInside = new Set(
    notices.flatMap(({ items, places }) => items.filter((handle) => isInside(places?.get(handle) ?? null))),
  );
  const outside = handles.filter((handle) => !perhapsInside.has(handle));
  const known = await store.belonging(source.connection, scope, outside);
  const left = new Set(outside.filter((handle) => !known.has(handle)));
  const asked = handles.filter((handle) => !left.has(handle));
  const first = await fetchInside(context, asked, isInside);
  // Only now it is known what those that were stored reach.
  const strangers = first.strangers.map(({ item }) => item.handle);
  const reached = await store.belonging(source.connection, scope, [...left, ...strangers]);
  const items = first.strangers.filter(({ item }) => reached.has(item.handle));
  if (items.length > 0) await storePage(context, { ...nothing, items });
  const second = await fetchItems(
    context,
    [...left].filter((handle) => reached.has(handle)),
    "items",
  );
  return { read: new Set([...first.read, ...second.read]), rejected: first.rejected + second.rejected };
}

/**
 * Reads the unread items that dependencies and parents of the items changed now lead to. A delivery does not name what a
 * text refers to. One that names the other end of a link may have been processed before the link could be read.
 */
export async function fetchBeside(context: Context): Promise<void> {
  const { source, store, scope, changes } = context;
  const unread = await store.unreadBeside(source.connection, [...changes.ids]);
  const reached = await store.belonging(source.connection, scope, unread);
  await fetchItems(context, [...reached], "items");
}

type FirstRead = Fetched & { readonly strangers: readonly PulledItem[] };

async function fetchInside(context: Context, handles: readonly string[], isInside: IsInside): Promise<FirstRead> {
  const read = new Set<WorkItemId>();
  const strangers: PulledItem[] = [];
  let rejected = 0;
  if (handles.length === 0) return { read, strangers, rejected };
  for await (const page of context.source.fetch(handles)) {
    if (isStopped(context)) break;
    for (const { item } of page.items) read.add(item.id);
    const items = page.items.filter((pulled) => isInside(placeOf(pulled)));
    strangers.push(...page.items.filter((pulled) => !isInside(placeOf(pulled))));
    const { sprints } = items.length === 0 ? nothing : page;
    rejected += (await storePage(context, { ...page, items, sprints })).rejected.length;
  }
  return { read, strangers, rejected };
}

function placeOf({ item, containerId }: PulledItem): Place {
  return { name: item.container, nativeId: containerId ?? null };
}

type IsInside = (place: Place | null) => boolean;

/**
 * Whether a project or repository is one of the scope's, by its id or any name that it has or had; true where the delivery
 * names none.
 */
async function insideOf({ source: { connection }, store, scope }: Context): Promise<IsInside> {
  if (scope.containers === "all") return () => true;
  const known = await store.names(connection);
  const names = nameDirectory(known);
  const inside = new Set(scope.containers.flatMap((name) => [...names.containerNames(connection, name)]));
  const ids = new Set(
    known.flatMap(({ kind, name, nativeId }) =>
      kind === "container" && inside.has(name.toLowerCase()) ? [nativeId] : [],
    ),
  );
  return (place) =>
    place === null || inside.has(place.name.toLowerCase()) || (place.nativeId !== null && ids.has(place.nativeId));
}

const nothing: SourcePage = {
  items: [],
  edges: [],
  sprints: [],
  pullRequests: [],
  members: [],
  rejected: [],
  newestAt: null,
};
