import { z } from "zod";
import type { Marker } from "../../src/ports/connector.ts";
import { isMarkOf, markOf, ownLabel } from "./markers.ts";
import type { Issue } from "./schema.ts";
import type { SiteFacts } from "./site.ts";
import { keepTicks } from "./ticks.ts";
import { isMarked as isMarkedWiki } from "./wiki/managed-part.ts";

const Block = z.record(z.string(), z.unknown());
const Body = z.object({ content: z.array(Block) });
type Block = z.infer<typeof Block>;

/**
 * Replaces the managed part, keeps its ticks, and keeps people's text around it.
 * @param body a description or comment from Jira
 * @param managed the new nodes, including the marks
 * @returns null if the marks are missing, duplicated or out of order, because people edited them
 */
export function replaceManaged(body: unknown, managed: readonly Block[], marker: Marker): Block[] | null {
  const parts = partsOf(body, marker);
  return parts === null ? null : [...parts.before, ...keepTicks(managed, parts.ours), ...parts.after];
}

/** Size of people's text around the managed part, in the unit of `longestText`; 0 without exactly one managed part. */
export function besideIn(body: unknown, marker: Marker): number {
  const parts = partsOf(body, marker);
  const people = parts === null ? [] : [...parts.before, ...parts.after];
  return people.length === 0 ? 0 : JSON.stringify(people).length;
}

/** The managed part of a body, including the marks; empty without exactly one. */
export function managedPart(body: unknown, marker: Marker): readonly Block[] {
  return partsOf(body, marker)?.ours ?? [];
}

function isMarked(body: unknown): boolean {
  if (typeof body === "string") return isMarkedWiki(body);
  return contentOf(body).some((block) => markOf(block)?.kind === "end");
}

/**
 * Whether an issue is a rollup of Signalbox, which is no work of the train. Both author and text (or label) must match:
 * people may use the label, the account may belong to a person, and a project may refuse labels. Checks `creator`,
 * which is immutable, because a project's automation may change `reporter`.
 */
export function isOwn({ fields }: Issue, { accountId }: SiteFacts): boolean {
  const authors = [fields.creator?.accountId, fields.reporter?.accountId];
  return authors.includes(accountId) && ((fields.labels ?? []).includes(ownLabel) || isMarked(fields.description));
}

function partsOf(body: unknown, marker: Marker) {
  const content = contentOf(body);
  const marks = content.flatMap((block, place) => {
    const mark = markOf(block);
    return mark === null ? [] : [{ ...mark, place }];
  });
  // People may have copied other managed parts into the text: all parts must be complete, and exactly one must have
  // this marker.
  const begins = marks.filter((_, n) => n % 2 === 0);
  const ends = marks.filter((_, n) => n % 2 === 1);
  const areWhole =
    begins.length === ends.length &&
    begins.every(({ kind }) => kind === "begin") &&
    ends.every(({ kind }) => kind === "end");
  const ours = ends.flatMap((end, n) => {
    const begin = begins[n];
    return begin !== undefined && isMarkOf(end, marker) && isMarkOf(begin, marker)
      ? [{ from: begin.place, to: end.place }]
      : [];
  });
  const [part, ...more] = ours;
  if (!areWhole || part === undefined || more.length > 0) return null;
  return {
    before: content.slice(0, part.from),
    ours: content.slice(part.from, part.to + 1),
    after: content.slice(part.to + 1),
  };
}

function contentOf(body: unknown): readonly Block[] {
  return Body.safeParse(body).data?.content ?? [];
}
