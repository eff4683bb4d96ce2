import type { Connector, PulledItem, SourcePage } from "../../../src/ports/connector.ts";
import type { WorkItem } from "../../../src/domain/items/work-item.ts";
import { every } from "./replaced.ts";

type Source = Connector["source"];
type SourceDefect = (source: Source) => Partial<Source>;

const dayMs = 86_400_000;

/** Defects in reading a tracker. */
export const readingDefects: Readonly<Record<string, SourceDefect>> = {
  "reading: the last page is skipped": (source) => ({
    pull: async function* (...asked) {
      let held: SourcePage | null = null;
      for await (const page of source.pull(...asked)) {
        if (held !== null) yield held;
        held = page;
      }
      if (held !== null) yield { ...held, items: [], edges: [] };
    },
  }),
  "reading: each third page is skipped": (source) => {
    const isSkipped = every(3);
    return {
      pull: async function* (...asked) {
        for await (const page of source.pull(...asked)) yield isSkipped() ? { ...page, items: [], edges: [] } : page;
      },
    };
  },
  "reading: since is rounded up to the hour": (source) => ({
    pull: (stream, since, parts) =>
      source.pull(stream, since === null ? null : Math.ceil(since / 3_600_000) * 3_600_000, parts),
  }),
  "reading: a fetch leaves out its last item": (source) => ({
    fetch: async function* (handles) {
      for await (const page of source.fetch(handles)) yield { ...page, items: page.items.slice(0, -1) };
    },
  }),
  "reading: the direction of links is swapped": onItems(({ links, ...one }) => ({
    ...one,
    links: links.map((link) => ({ ...link, source: link.target, target: link.source })),
  })),
  "reading: links by text are left out": withoutLinks("text"),
  "reading: Jira's links are left out": withoutLinks("jira-link"),
  "reading: GitHub's dependencies are left out": withoutLinks("github-blocked-by"),
  "reading: edges of sweeps are left out": (source) => ({
    pull: async function* (...asked) {
      for await (const page of source.pull(...asked)) yield { ...page, edges: [] };
    },
  }),
  "reading: parents are left out": onFields(() => ({ parentId: null })),
  "reading: points are left out": onFields(() => ({ points: null })),
  "reading: the first of several boxes only": onFields(({ sprintIds }) => ({ sprintIds: sprintIds.slice(0, 1) })),
  "reading: a box is forgotten": onFields(() => ({ sprintIds: [] })),
  "reading: what is done counts as under way": onFields(({ status }) => ({
    status: status === "done" ? "in-progress" : status,
  })),
  "reading: titles are cut": onFields(({ title }) => ({ title: title.slice(0, 12) })),
  "reading: time zone, boxes end a day later": (source) => ({
    pull: async function* (...asked) {
      for await (const page of source.pull(...asked)) {
        const sprints = page.sprints.map((one) => ({
          ...one,
          endsAt: one.endsAt === null ? null : one.endsAt + dayMs,
        }));
        yield { ...page, sprints };
      }
    },
  }),
  "reading: stubs are left out": onItems((one) => ({ ...one, stubs: [] })),
  "reading: pull requests are left out": (source) => ({
    pull: async function* (...asked) {
      for await (const page of source.pull(...asked)) yield { ...page, pullRequests: [] };
    },
  }),
};

function onItems(change: (one: PulledItem) => PulledItem): SourceDefect {
  const changed = (page: SourcePage): SourcePage => ({ ...page, items: page.items.map(change) });
  return (source) => ({
    pull: async function* (...asked) {
      for await (const page of source.pull(...asked)) yield changed(page);
    },
    fetch: async function* (handles) {
      for await (const page of source.fetch(handles)) yield changed(page);
    },
  });
}

function onFields(change: (item: WorkItem) => Partial<WorkItem>): SourceDefect {
  return onItems((one) => ({ ...one, item: { ...one.item, ...change(one.item) } }));
}

function withoutLinks(origin: string): SourceDefect {
  return onItems((one) => ({ ...one, links: one.links.filter((link) => link.origin !== origin) }));
}
