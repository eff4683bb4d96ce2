import { providersIn, shortestCycle } from "./components.ts";
import type { Arrow } from "./components.ts";
import type { ConflictDraft } from "./conflict.ts";
import type { Dependency, Mention } from "./dependency.ts";
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
export function cycleConflicts(view: TrainView, active: readonly ActiveRule[]): ConflictDraft[] {
  const links = openLinks(view);
  const arrows = links.map(arrowOf);
  const providersOf = providersIn(arrows);
  const linkByArrow = new Map(links.map((link) => [arrowOf(link).join(" "), link]));
  return active.flatMap((rule) => {
    if (rule.rule.looksAt === "edge") return [];
    return rule.rule.find(arrows).flatMap((members) => {
      const ids = shortestCycle(members, providersOf);
      const cycle = ids.map((id, index) => linkByArrow.get(`${id} ${ids[(index + 1) % ids.length]}`));
      return conflictOf(
        cycle.filter((link) => link !== undefined),
        members,
        rule,
      );
    });
  });
}

type OpenLink = {
  readonly consumer: PlannedItem;
  readonly provider: PlannedItem;
  readonly textOnly: boolean;
  readonly written: readonly Mention[];
};

function conflictOf(
  cycle: readonly OpenLink[],
  members: readonly string[],
  { id, severity }: ActiveRule,
): ConflictDraft[] {
  return cycle.slice(0, 1).map(({ consumer, provider }) => ({
    fingerprint: `${id}:${consumer.item.id}+${members.length}:${digestOf(members.join(" "))}`,
    rule: id,
    alsoFires: [],
    severity,
    consumer: consumer.item.id,
    provider: provider.item.id,
    evidence: {
      consumer: evidenceOf(consumer),
      provider: evidenceOf(provider),
      cycle: cycle.map((link) => link.consumer.item.id),
      written: weakest(cycle).flatMap(({ step }) => (step.do === "drop-link" ? step.written : [])),
    },
    ...planOf(
      weakest(cycle),
      cycle.map((link) => link.consumer),
    ),
  }));
}

/** Dependencies between open items that were read; what a stub waits for is hearsay. */
function openLinks({ items, dependencies }: TrainView): OpenLink[] {
  const openItem = (end: LinkEnd) => {
    const planned = isKeyRef(end) ? undefined : items.get(end);
    return planned !== undefined && isReadable(planned) && isOpen(planned.item) ? planned : null;
  };
  return dependencies.flatMap((dependency) => {
    const [consumer, provider] = [openItem(dependency.consumer), openItem(dependency.provider)];
    if (consumer === null || provider === null) return [];
    return { consumer, provider, textOnly: isTextOnly(dependency), written: dependency.written };
  });
}

function isTextOnly({ origins }: Dependency): boolean {
  return origins.every((origin) => origin === "text");
}

function arrowOf({ consumer, provider }: OpenLink): Arrow {
  return [consumer.item.id, provider.item.id];
}

/** The link to give up first: one that only a text tells, else one between two teams, else the first. */
function weakest(cycle: readonly OpenLink[]) {
  const weight = ({ consumer, provider, textOnly }: OpenLink) =>
    (textOnly ? 0 : 2) + (consumer.team?.key === provider.team?.key ? 1 : 0);
  return cycle
    .toSorted((a, b) => weight(a) - weight(b))
    .slice(0, 1)
    .map(({ consumer, provider, written }) => dropLink({ consumer, providerEnd: provider.item.id, written }));
}
