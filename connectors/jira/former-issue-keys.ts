import { formerKeysIn } from "../../src/domain/items/history.ts";
import type { PulledItem, SourcePage } from "../../src/ports/connector.ts";

/**
 * Jira finds a moved issue by a former key, but does not return that key. If an answer contains an unrequested issue
 * whose history does not explain it, requests the unanswered keys one by one. Does not request known former keys again.
 * @param ask returns the id of the issue with a key; null for none
 */
export async function withFormerKeys(
  page: SourcePage,
  asked: readonly string[],
  ask: (key: string) => Promise<string | null>,
): Promise<SourcePage> {
  const keys = new Set(asked.filter((handle) => !/^\d+$/.test(handle)).map((key) => key.toUpperCase()));
  const ids = new Set(asked);
  const strangers = new Set<string>();
  for (const { item, history } of page.items) {
    const own = [item.key, ...formerKeysIn(history)];
    const explained = own.filter((key) => keys.delete(key.toUpperCase()));
    if (explained.length === 0 && !ids.has(item.nativeId)) strangers.add(item.nativeId);
  }
  const formerKeys = new Map<string, string[]>();
  for (const key of likeliestFirst([...keys], page.items)) {
    if (strangers.size === 0) break;
    const id = await ask(key);
    if (id === null) continue;
    formerKeys.set(id, [...(formerKeys.get(id) ?? []), key]);
    strangers.delete(id);
  }
  if (formerKeys.size === 0) return page;
  return {
    ...page,
    items: page.items.map((one) => ({ ...one, formerKeys: formerKeys.get(one.item.nativeId) ?? [] })),
  };
}

/** Keys with the same number first: a project with a new key keeps the numbers. */
function likeliestFirst(keys: readonly string[], items: readonly PulledItem[]): readonly string[] {
  const numbers = new Set(items.map(({ item }) => numberOf(item.key)));
  return keys.toSorted((a, b) => Number(numbers.has(numberOf(b))) - Number(numbers.has(numberOf(a))));
}

function numberOf(key: string): string {
  return key.slice(key.lastIndexOf("-") + 1);
}
