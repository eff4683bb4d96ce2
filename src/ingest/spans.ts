import type { StreamScope, StreamState } from "../domain/model/model.ts";
import type { Stream } from "../ports/connector.ts";

/** One reading of a stream. `parts`: ids of those to read; absent for all. */
export type Span = { readonly since: number | null; readonly parts?: ReadonlySet<string> };

/**
 * How a stream is read: what was covered before from its watermark, what is new in it from the beginning, and all of it
 * from the beginning where its records mean something else now. What is new comes first: the watermark is then never
 * later than the reading of any part began.
 */
export function spansOf({ mode }: Pick<Stream, "mode">, before: StreamState | null, now: StreamScope): readonly Span[] {
  const since = before?.watermark ?? null;
  if (mode === "full" || since === null || before?.scope?.meaning !== now.meaning) return [{ since: null }];
  const known = new Set(before.scope.parts.map(({ id }) => id));
  const [fresh, covered] = [now.parts.filter(({ id }) => !known.has(id)), now.parts.filter(({ id }) => known.has(id))];
  if (fresh.length === 0) return [{ since }];
  const only = (parts: StreamScope["parts"]) => new Set(parts.map(({ id }) => id));
  return [{ since: null, parts: only(fresh) }, ...(covered.length === 0 ? [] : [{ since, parts: only(covered) }])];
}

/** Whether a stream covers something it did not when it was last read to its end, or its records mean something else. */
export function isWider({ scope }: StreamState, { parts, meaning }: StreamScope): boolean {
  if (scope?.meaning !== meaning) return true;
  const known = new Set(scope.parts.map(({ id }) => id));
  return parts.some(({ id }) => !known.has(id));
}
