import { shortestCycle } from "./components.ts";
import type { Arrow } from "./components.ts";
import type { Conflict } from "./conflict.ts";
import type { Dependency } from "./dependency.ts";
import { digestOf } from "./digest.ts";
import { planOf } from "./edge-conflicts.ts";
import { evidenceOf } from "./evidence.ts";
import { dropLink } from "./fix.ts";
import { isKeyRef } from "./ids.ts";
import type { LinkEnd } from "./ids.ts";
import type { PlannedItem, TrainView } from "./planned-item.ts";
import { isReadable } from "./rules/rule.ts";
import type { ActiveRule } from "./rules/table.ts";
import { isOpen } from "./work-item.ts";

/** One conflict per group of items that wait for each other, shown by its shortest cycle through the smallest id. */
export function cycleConflicts(view: TrainView, active: readonly ActiveRule[]): Conflict[] {
  const links = openLinks(view);
  return active.flatMap(({ id, severity, rule }) => {
    if (rule.looksAt === "edge") return [];
    return rule.find(links.map(arrowOf)).flatMap((members) => {
      const cycle = canonicalCycle(links, members);
      const [first] = cycle;
      if (first === undefined) return [];
      return {
        fingerprint: `${id}:${first.consumer.item.id}+${members.length}:${digestOf(members.join(" "))}`,
        rule: id,
        alsoFires: [],
        severity,
        consumer: first.consumer.item.id,
        provider: first.provider.item.id,
        evidence: {
          consumer: evidenceOf(first.consumer),
          provider: evidenceOf(first.provider),
          cycle: cycle.map(({ consumer }) => consumer.item.id),
        },
        ...planOf(weakest(cycle)),
      };
    });
  });
}

type OpenLink = { readonly consumer: PlannedItem; readonly provider: PlannedItem; readonly textOnly: boolean };

/** Dependencies between open items that were read; what a stub waits for is hearsay. */
function openLinks({ items, dependencies }: TrainView): OpenLink[] {
  const openItem = (end: LinkEnd) => {
    const planned = isKeyRef(end) ? undefined : items.get(end);
    return planned !== undefined && isReadable(planned) && isOpen(planned.item) ? planned : null;
  };
  return dependencies.flatMap((dependency) => {
    const [consumer, provider] = [openItem(dependency.consumer), openItem(dependency.provider)];
    if (consumer === null || provider === null) return [];
    return { consumer, provider, textOnly: isTextOnly(dependency) };
  });
}

function isTextOnly({ origins }: Dependency): boolean {
  return origins.every((origin) => origin === "text");
}

function arrowOf({ consumer, provider }: OpenLink): Arrow {
  return [consumer.item.id, provider.item.id];
}

/** The links of the shortest cycle through the smallest member, beginning with that member's. */
function canonicalCycle(links: readonly OpenLink[], members: readonly string[]): OpenLink[] {
  const inside = new Set(members);
  const arrows = links.map(arrowOf).filter(([consumer, provider]) => inside.has(consumer) && inside.has(provider));
  const ids = members.slice(0, 1).flatMap((start) => shortestCycle(start, arrows));
  return ids.flatMap((id, index) => {
    const next = ids[(index + 1) % ids.length];
    return links.filter(({ consumer, provider }) => consumer.item.id === id && provider.item.id === next);
  });
}

/** The link to give up first: one that only a text tells, else one between two teams, else the first. */
function weakest(cycle: readonly OpenLink[]) {
  const weight = ({ consumer, provider, textOnly }: OpenLink) =>
    (textOnly ? 0 : 2) + (consumer.team?.key === provider.team?.key ? 1 : 0);
  return cycle
    .toSorted((a, b) => weight(a) - weight(b))
    .slice(0, 1)
    .map(({ consumer, provider }) => dropLink({ consumer, providerEnd: provider.item.id }));
}
