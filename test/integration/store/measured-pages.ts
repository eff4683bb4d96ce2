import type { HistoryEvent } from "../../../src/domain/items/history.ts";
import type { PulledItem, SourcePage } from "../../../src/ports/connector.ts";
import { aGithubItem, anItem, aSprint, githubId, jiraId, noon } from "../../support/builders.ts";
import { aPage, aStub, blocks, edges, pulled } from "./pulled.ts";

/* Pages as connectors give them, with a part of everything that a page may have. An item is named by its number. */

export type Numbers = readonly number[];

export const pageSize = 20;

function statusEvent(itemId: HistoryEvent["itemId"], category: "done" | null, id = "1"): HistoryEvent {
  const known = { itemId, at: noon, ordinal: 0, knownBy: "tracker" } as const;
  const to = { id: "5", name: "Done", category };
  return { ...known, id: `${itemId}:${id}`, field: "status", from: null, to };
}

function linkEvent(itemId: HistoryEvent["itemId"], end: HistoryEvent["itemId"]): HistoryEvent {
  const known = { id: `${itemId}:link`, itemId, at: noon, ordinal: 0, knownBy: "tracker" } as const;
  const link = { origin: "jira-link", typeId: "10000", typeName: "Blocks", direction: "outward", end } as const;
  return { ...known, field: "links", from: [], to: [link] };
}

function moveEvent(itemId: HistoryEvent["itemId"]): HistoryEvent {
  const known = { id: `${itemId}:move`, itemId, at: noon, ordinal: 0, knownBy: "tracker" } as const;
  return { ...known, field: "container", from: { container: "LED", key: null }, to: { container: "PAY", key: null } };
}

/** As Jira gives an issue: with its parent (by id or by key), links, links in its text, a stub, history. */
function issue(n: number, change: { readonly round?: number; readonly category?: "done" } = {}): PulledItem {
  const { round = 0, category = null } = change;
  const id = jiraId(String(n));
  const isEpic = n % 10 === 0;
  const isByKey = n % 10 === 5;
  const item = anItem({
    nativeId: String(n),
    key: round === 3 ? `NEW-${n}` : `PAY-${n}`,
    title: `Title ${n} ${round}`,
    updatedAt: noon + round,
    parentId: isEpic || isByKey ? null : jiraId(String(n - (n % 10))),
    sprintIds: [`jira:acme:sprint:${Math.floor(n / 5)}`],
  });
  const text = { ...blocks(`t${n}`, String(n)), origin: "text", source: id, target: `key:jira:LED-${n}` } as const;
  const links = round === 2 ? [] : [blocks(String(n), `9${n}`), text];
  return pulled(item, {
    containerId: "10000",
    // An epic of the following page, which the model does not hold yet.
    ...(isByKey && { parentKey: `PAY-${n + pageSize - 5}` }),
    links,
    completeOrigins: ["jira-link", "text", "jira-remote-link"],
    stubs: [aStub(`9${n}`, { title: `Stub ${round}` })],
    history: [
      statusEvent(id, category),
      statusEvent(id, category, `later ${round}`),
      linkEvent(id, jiraId(String(n - 1))),
      ...(round === 6 ? [moveEvent(id)] : []),
    ],
    ...(n % 4 === 0 && { formerKeys: [`OLD-${n}`] }),
    ...(round === 4 && { unseen: ["labels", "sprintIds"] }),
  });
}

export function sprintOf(from: number, name = "Sprint") {
  const nativeId = String(Math.floor(from / 5));
  return aSprint({ id: `jira:acme:sprint:${nativeId}`, nativeId, name: `${name} ${nativeId}` });
}

export function page(numbers: Numbers, change: Parameters<typeof issue>[1] = {}): SourcePage {
  const mentions = [...new Map(numbers.map((n) => [sprintOf(n).id, sprintOf(n)])).values()];
  return aPage({ items: numbers.map((n) => issue(n, change)), mentions });
}

export function githubPage(numbers: Numbers): SourcePage {
  const items = numbers.map((n) =>
    pulled(aGithubItem({ nativeId: String(n) }), { completeOrigins: ["text"], containerId: "77" }),
  );
  const pulls = numbers.map((n) => ({
    id: `github:hub:pull:${n}`,
    connection: "hub",
    key: `acme/api#p${n}`,
    container: "acme/api",
    url: `https://github.com/acme/api/pull/${n}`,
    title: "A pull request",
    state: "open" as const,
    updatedAt: noon,
    closedAt: null,
  }));
  return aPage({ items, pullRequests: pulls });
}

export function edgesPage(numbers: Numbers): SourcePage {
  const blockedBy = (n: number) =>
    ({
      id: `github:hub:blocked-by:${n}-${n + 1}`,
      origin: "github-blocked-by",
      typeId: null,
      typeName: "blocked by",
      source: githubId(String(n + 1)),
      target: githubId(String(n)),
      duplicate: null,
    }) as const;
  return aPage({
    edges: numbers.map((n) =>
      edges(githubId(String(n)), {
        parentId: githubId(String(numbers[0])),
        links: [blockedBy(n)],
        completeOrigins: ["github-blocked-by", "github-duplicate-of"],
      }),
    ),
  });
}

export function idsOf(numbers: Numbers) {
  return numbers.map((n) => jiraId(String(n)));
}
