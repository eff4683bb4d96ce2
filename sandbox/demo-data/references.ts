import type { Addresses } from "./addresses.ts";
import type { Dependency, Draft } from "./draft.ts";
import type { Random } from "./random.ts";

/** Dependencies that people write into descriptions, by the item of the description. */
export function referencesIn(
  random: Random,
  addresses: Addresses,
  dependencies: readonly Dependency[],
): ReadonlyMap<Draft, readonly string[]> {
  const lines = new Map<Draft, string[]>();
  const note = (draft: Draft, line: string) => lines.set(draft, [...(lines.get(draft) ?? []), line]);
  for (const { consumer, provider, via } of dependencies) {
    if (via === "native") continue;
    if (typeof provider === "string") note(consumer, `Blocked by ${provider}`);
    else if (random.chance(0.15)) note(provider, `Blocks ${addresses.of(consumer).key}`);
    else note(consumer, sentence(random, addresses.of(provider).key));
  }
  return lines;
}

function sentence(random: Random, key: string): string {
  switch (random.int(1, 6)) {
    case 1:
    case 2:
    case 3:
      return `Blocked by ${key}`;
    case 4:
      return `Depends on ${addressOf(key)}`;
    default:
      return `Depends on ${key}`;
  }
}

/** As copied from the browser. */
function addressOf(key: string): string {
  const [repo, number] = key.split("#");
  return number === undefined
    ? `https://acme.atlassian.net/browse/${key}`
    : `https://github.com/${repo ?? ""}/issues/${number}`;
}
