import { numberAt } from "../../sandbox/record.ts";
import type { GithubHost } from "../../sandbox/github/host.ts";
import type { Store } from "../../src/ports/store.ts";

/**
 * Issues that the model holds as gone although they only moved to another repository: their conflicts, history and
 * comments are lost. Call it once every repository shows again.
 * @param moved ids of moved issues, before and after
 */
export async function unfollowed(
  { people }: GithubHost,
  store: Store,
  moved: ReadonlyMap<string, string>,
): Promise<readonly string[]> {
  const rows = people.repositories().flatMap((repository) => people.issues(repository));
  const there = new Set(rows.map((row) => String(numberAt(row, "id"))));
  const last = (id: string): string => {
    const next = moved.get(id);
    return next === undefined ? id : last(next);
  };
  const { items } = await store.loadModel();
  return [...items.values()]
    .filter(({ id, presence }) => presence === "gone" && there.has(last(id.split(":").at(-1) ?? "")))
    .map(({ key }) => `${key}: it is gone, although it only moved`);
}
