import { linkLives, type LinkLife } from "../history/link-lives.ts";
import { callings } from "../history/model-at.ts";
import { isKeyRef, type LinkEnd, type WorkItemId } from "../ids.ts";
import { isOpen } from "../items/work-item.ts";
import type { FlowSource, StretchesOf } from "./flow-items.ts";
import { overlapOf, spansWith, unionOf, type Span } from "./spans.ts";

/** When an item waited for some provider, as far as history tells. */
export type Waiting = {
  readonly spans: readonly Span[];
  /** Whether nothing tells since when it has one of its dependencies: that one counts as there all the time. */
  readonly hasUndatedLink: boolean;
  /** Whether Signalbox has not read one of its providers: it does not wait for that one. */
  readonly hasUnreadProvider: boolean;
};

/** A provider, and when the item had a dependency on it. */
type Provision = { readonly provider: LinkEnd; readonly spans: LinkLife["spans"]; readonly isDated: boolean };

/** Present and former providers of items. */
export type ProvisionsOf = (consumer: WorkItemId) => readonly Provision[];

const always: Span = { from: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY };

/** @param consumers the items that are asked for @param source its events: the changes of their links, at least */
export function* provisionReader(
  { view: { plan }, model, events }: Pick<FlowSource, "view" | "model" | "events">,
  consumers: ReadonlySet<WorkItemId>,
): Generator<void, ProvisionsOf> {
  const isAsked = (end: LinkEnd) => !isKeyRef(end) && consumers.has(end);
  const links = new Map([...model.links].filter(([, { source, target }]) => isAsked(source) || isAsked(target)));
  const itemCalled = yield* callings(model, events);
  const lives = yield* linkLives({ links, events, itemCalled });
  const byEnd = Map.groupBy(
    lives.flatMap((life) => [life.link.source, life.link.target].map((end) => ({ end, life }))),
    ({ end }) => end,
  );
  return (consumer) => {
    const known = (byEnd.get(consumer) ?? []).flatMap(({ life: { link, spans, isDated } }) =>
      plan.providersBy(consumer, link).map((provider) => ({ provider, spans, isDated })),
    );
    const providers = new Set(known.map(({ provider }) => provider));
    const others = plan.dependenciesFrom(consumer).filter(({ provider }) => !providers.has(provider));
    return [...known, ...others.map(({ provider }) => ({ provider, spans: [always], isDated: false }))];
  };
}

/** @param stretchesOf of the providers of the items that are asked for */
export function waitingReader(
  { model }: Pick<FlowSource, "model">,
  provisionsOf: ProvisionsOf,
  stretchesOf: StretchesOf,
): (consumer: WorkItemId) => Waiting {
  const openSpansOf = (provider: LinkEnd): readonly Span[] | null => {
    const item = isKeyRef(provider) ? undefined : model.items.get(provider);
    if (item?.presence !== "present") return null;
    // A team matters for what its project says of an item, and that neither opens nor closes one.
    const stretches = stretchesOf(item.id, null);
    return spansWith(stretches, ({ status }) => isOpen({ status, presence: "present" }));
  };
  return (consumer) => {
    const provisions = provisionsOf(consumer).map((one) => ({ ...one, open: openSpansOf(one.provider) }));
    return {
      spans: unionOf(provisions.flatMap(({ spans, open }) => overlapOf(spans, open ?? []))),
      hasUndatedLink: provisions.some(({ isDated }) => !isDated),
      hasUnreadProvider: provisions.some(({ open }) => open === null),
    };
  };
}
