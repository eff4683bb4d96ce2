import { textOf, type Failure } from "../domain/failure.ts";
import { projectQuery } from "../domain/items/project-values.ts";
import { containerStream, queryStream } from "../domain/model/model.ts";
import type { Container, Scope, Stream, UnreadPart } from "../ports/connector.ts";
import { noteFailure } from "./failures.ts";
import type { ReadContext } from "./read-context.ts";

/** The containers that the probe found unreadable. */
export function unreadContainers(containers: readonly Container[]): readonly UnreadPart[] {
  return containers.flatMap(({ name, failure }) => (failure === null ? [] : { name: containerStream(name), failure }));
}

/** Stores the failure of each left out part under the part's own row. Logs each reason once. */
export async function noteUnread(context: ReadContext, unread: readonly UnreadPart[]): Promise<void> {
  const { source, store, runtime } = context;
  for (const { name, failure } of unread) {
    const before = await store.stream(source.connection, name);
    if (before === null) await noteLastRead(context, name);
    await noteFailure(context, name, failure);
    if (before?.failure?.text === textOf(failure)) continue;
    const { code, message: reason, remedy } = failure;
    const fields = { connection: source.connection, part: name, code, reason, remedy };
    runtime.log.warn(fields, "part left out, the rest is read");
  }
}

/** Stores when the part was last read: together with its stream. */
async function noteLastRead({ source: { connection }, store }: ReadContext, part: string): Promise<void> {
  const readers = (await store.streams()).filter(
    (state) => state.connection === connection && state.scope?.parts.some(({ name }) => name === part),
  );
  const times = readers.flatMap(({ completedAt }) => completedAt ?? []);
  if (times.length === 0) return;
  const state = { watermark: null, completedAt: Math.min(...times), rejected: 0, token: null, failure: null };
  await store.saveStream({ connection, stream: part, ...state });
}

/** The streams without those of an unreadable container, whose rows stay unchanged. */
export function readable(streams: readonly Stream[], unread: ReadonlySet<string>): readonly Stream[] {
  return streams.filter(({ container }) => container === undefined || !unread.has(containerStream(container)));
}

/** The scope without unread parts: their missing items are not gone. */
export function scopeRead({ containers, jqls, projects, ...scope }: Scope, unread: ReadonlySet<string>): Scope {
  return {
    ...scope,
    ...(projects && { projects: projects.filter((one) => !unread.has(queryStream(projectQuery(one)))) }),
    containers: containers === "all" ? "all" : containers.filter((name) => !unread.has(containerStream(name))),
    jqls: jqls.filter((jql) => !unread.has(queryStream(jql))),
  };
}

export function namesOf(unread: readonly UnreadPart[]): ReadonlySet<string> {
  return new Set(unread.map(({ name }) => name));
}

/** Each failure once, although several streams may have left out the same part. */
export function failuresOf(unread: readonly UnreadPart[]): readonly Failure[] {
  return [...new Map(unread.map(({ name, failure }) => [name, failure])).values()];
}
