import { isKeyRef, keyRefParts, type LinkEnd } from "../domain/ids.ts";
import type { PlannedItem } from "../domain/model/planned-item.ts";
import type { TrainView } from "../domain/model/train-plan.ts";
import type { StatusCategory } from "../domain/items/work-item.ts";
import type { Inline, Tone } from "../ports/document.ts";
import { dayOf, daysOf, lastDayBefore } from "./dates.ts";

export function text(value: string): Inline {
  return { type: "text", text: value };
}

export function strong(value: string): Inline {
  return { type: "strong", text: value };
}

/** The key of an end as people know it, even of an unread one: `an item of hub` if the train file dropped its connection. */
export function keyOf(view: TrainView, end: LinkEnd): string {
  const isKnown = isKeyRef(end) || view.items.has(end);
  return isKnown ? keyOrId(view, end) : `an item of ${end.split(":")[1] ?? ""}`;
}

/** The same for programs: the id of an item without a key. */
export function keyOrId(view: TrainView, end: LinkEnd): string {
  if (isKeyRef(end)) {
    const { key, site } = keyRefParts(end);
    return site === null ? key : `${key} at ${site}`;
  }
  return view.items.get(end)?.item.key ?? end;
}

/** The key as a link, or as plain text without an address. */
export function keyLink(view: TrainView, end: LinkEnd): Inline {
  const url = isKeyRef(end) ? "" : (view.items.get(end)?.item.url ?? "");
  return url === "" ? text(keyOf(view, end)) : { type: "link", text: keyOf(view, end), url };
}

export function titleOf(view: TrainView, end: LinkEnd): string {
  return isKeyRef(end) ? "" : (view.items.get(end)?.item.title ?? "");
}

/** Key and title, the title as in the tracker: `PAY-1 “Pay with one tap”`. */
export function titledLink(view: TrainView, end: LinkEnd): readonly Inline[] {
  const title = titleOf(view, end);
  return title === "" ? [keyLink(view, end)] : [keyLink(view, end), text(` “${title}”`)];
}

/** ` (train Platform)` for an item of another train, else nothing. */
export function trainMark(view: TrainView, end: LinkEnd): readonly Inline[] {
  const train = plannedOf(view, end)?.elsewhere?.train;
  return train === undefined ? [] : [text(` (train ${train})`)];
}

export function plannedOf(view: TrainView, end: LinkEnd): PlannedItem | null {
  return isKeyRef(end) ? null : (view.items.get(end) ?? null);
}

/** The owner of an item: `API`; `Core of train Platform`; `OPS, not on this train`. */
export function teamName(view: TrainView, end: LinkEnd): string {
  const planned = plannedOf(view, end);
  if (planned?.team) return planned.team.name;
  if (planned?.elsewhere) return `${planned.elsewhere.team} of train ${planned.elsewhere.train}`;
  return planned === null || planned.item.presence === "stub"
    ? "not readable"
    : `${planned.item.container}, not on this train`;
}

/** `iteration 3`, with its increment if that is not the present one. */
export function iterationWords(
  place: { readonly iteration: string | null; readonly increment: string | null },
  home: string,
): string {
  if (place.iteration === null) return "no iteration";
  return place.increment === null || place.increment === home
    ? `iteration ${place.iteration}`
    : `${place.increment} iteration ${place.iteration}`;
}

/** `16 – 29 Nov 2026`; `no dates` if the plan has none. */
export function datesWords(planned: Pick<PlannedItem, "startsAt" | "endsAt">, timeZone: string): string {
  const { startsAt, endsAt } = planned;
  if (startsAt !== null && endsAt !== null) return daysOf({ startsAt, endsAt }, timeZone);
  if (endsAt !== null) return `until ${lastDayBefore(endsAt, timeZone)}`;
  return startsAt === null ? "no dates" : `from ${dayOf(startsAt, timeZone)}`;
}

const statusTones: Readonly<Record<StatusCategory, Tone>> = {
  todo: "neutral",
  "in-progress": "warning",
  done: "good",
  cancelled: "bad",
};

/** The tracker's own status word, coloured by its meaning. */
export function statusBadge(planned: PlannedItem): Inline {
  return { type: "badge", text: planned.item.sourceStatus, tone: statusTones[planned.item.status] };
}
