import type { StreamScope, StreamState } from "../domain/model/model.ts";
import type { Stream } from "../ports/connector.ts";

/** One reading of a stream. `parts`: ids of the parts to read; absent for all. */
export type Span = { readonly since: number | null; readonly parts?: ReadonlySet<string> };

/**
 * The readings of a stream: parts covered before from the watermark, new parts from the beginning; all parts from the
 * beginning if the meaning of its records has changed. New parts come first, so that the watermark is never later than
 * the beginning of any part's reading.
 */
export function spansOf({ mode }: Pick<Stream, "mode">, before: StreamState | null, now: StreamScope): readonly Span[] {
  const since = before?.watermark ?? null;
  if (mode === "full" || since === null || before?.scope?.meaning !== now.meaning) return [{ since: null }];
  const fresh = newParts(before, now);
  const covered = now.parts.filter((part) => !fresh.includes(part));
  if (fresh.length === 0) return [{ since }];
  const only = (parts: StreamScope["parts"]) => new Set(parts.map(({ id }) => id));
  return [{ since: null, parts: only(fresh) }, ...(covered.length === 0 ? [] : [{ since, parts: only(covered) }])];
}

/** The parts that a stream did not cover when it was last read to its end; empty if Signalbox does not know. */
export function newParts(before: StreamState | null, { parts }: StreamScope): StreamScope["parts"] {
  if (before?.scope === undefined) return [];
  const known = new Set(before.scope.parts.map(({ id }) => id));
  return parts.filter(({ id }) => !known.has(id));
}

/** Whether a stream covers new parts since it was last read to its end, or the meaning of its records has changed. */
export function isWider(before: StreamState, now: StreamScope): boolean {
  return before.scope?.meaning !== now.meaning || newParts(before, now).length > 0;
}
