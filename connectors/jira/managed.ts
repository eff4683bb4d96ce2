import { z } from "zod";
import type { Marker } from "../../src/ports/connector.ts";
import { isMarkOf, markOf, ownLabel } from "./markers.ts";
import type { Issue } from "./schema.ts";
import type { SiteFacts } from "./site.ts";
import { keepTicks } from "./ticks.ts";

const Block = z.record(z.string(), z.unknown());
const Body = z.object({ content: z.array(Block) });
type Block = z.infer<typeof Block>;

/**
 * Puts a new managed part where the old one stands, ticks in it kept, and leaves everything round it as people wrote it.
 * @param body a description or comment as Jira gives it.
 * @param managed the new nodes, marks included.
 * @returns null where the marks are missing, doubled or out of order: people took the text over.
 */
export function replaceManaged(body: unknown, managed: readonly Block[], marker: Marker): Block[] | null {
  const parts = partsOf(body, marker);
  return parts === null ? null : [...parts.before, ...keepTicks(managed, parts.ours), ...parts.after];
}

/** What people's text round our part takes, as `longestText` counts; 0 where our part is not to be found for certain. */
export function besideIn(body: unknown, marker: Marker): number {
  const parts = partsOf(body, marker);
  const people = parts === null ? [] : [...parts.before, ...parts.after];
  return people.length === 0 ? 0 : JSON.stringify(people).length;
}

/** The managed part of a body, marks included; nothing where it is not to be found for certain. */
export function managedPart(body: unknown, marker: Marker): readonly Block[] {
  return partsOf(body, marker)?.ours ?? [];
}

function isMarked(body: unknown): boolean {
  return contentOf(body).some((block) => markOf(block)?.kind === "end");
}

/**
 * Our own rollup issues are no work of the train. Author and text (or label) must both be ours: people may use the
 * label, the account may belong to a person, and a project may take no labels. `creator` cannot be changed, `reporter`
 * can be set aside by a project's automation.
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
  // Parts of others may stand here too, copied by people; all of them whole, and exactly one of them ours.
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
