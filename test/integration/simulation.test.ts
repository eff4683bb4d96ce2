import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { play } from "../../bench/simulate/play.ts";
import { openStores } from "../../bench/simulate/stores.ts";
import type { Connector } from "../../src/ports/connector.ts";
import type { Store } from "../../src/ports/store.ts";

describe("a planted defect is caught:", () => {
  const resources = new AsyncDisposableStack();
  let stores: { readonly store: Store; readonly clean: Store };
  beforeAll(async () => {
    stores = await openStores(resources);
  });
  afterAll(() => resources.disposeAsync());

  /** What the first of some seeds shows of it; nothing where none does. */
  async function caught(sign: "diverged" | "duplicates", spoil: Spoil): Promise<readonly string[]> {
    for (let seed = 16; seed <= 30; seed += 1) {
      const played = await play({ seed, steps: 30, ...stores, spoil: (connectors) => each(connectors, spoil) });
      if (played[sign].length > 0) return played[sign];
    }
    return [];
  }

  test("GitHub's dependencies are never heard of", { timeout: 300_000 }, async () => {
    expect(await caught("diverged", deafToDependencies)).not.toEqual([]);
  });

  test("ours is not looked for before it is written", { timeout: 300_000 }, async () => {
    expect(await caught("duplicates", blindToOurs)).not.toEqual([]);
  });
});

type Spoil = (connector: Connector) => Connector;

function each(connectors: ReadonlyMap<string, Connector>, spoil: Spoil): ReadonlyMap<string, Connector> {
  return new Map([...connectors].map(([key, connector]) => [key, spoil(connector)]));
}

/** Drops one kind of event, and what would repair it. */
function deafToDependencies(connector: Connector): Connector {
  const { receiver, source } = connector;
  const heard: Connector["receiver"]["read"] = (call) => {
    const notice = receiver.read(call);
    const isDropped = call.event.startsWith("issue_dependencies");
    return isDropped ? { ...notice, kind: "ignored", reason: "dropped", items: [] } : notice;
  };
  const pull: Connector["source"]["pull"] = async function* (stream, since) {
    for await (const page of source.pull(stream, since)) {
      const items = page.items.map((pulled) => ({
        ...pulled,
        links: pulled.links.filter(({ origin }) => origin !== "github-blocked-by"),
        completeOrigins: pulled.completeOrigins.filter((origin) => origin !== "github-blocked-by"),
      }));
      yield { ...page, items, edges: [] };
    }
  };
  return { ...connector, receiver: { ...receiver, read: heard }, source: replaced(source, { pull }) };
}

function blindToOurs(connector: Connector): Connector {
  const nothing = () => Promise.resolve([]);
  return { ...connector, sink: replaced(connector.sink, { findIssues: nothing, findComments: nothing }) };
}

/** The same object with other methods; those that are left still find their private parts. */
function replaced<T extends object>(object: T, methods: Partial<T>): T {
  return new Proxy(object, {
    get: (target, name) => {
      const value: unknown = Reflect.get(methods, name) ?? Reflect.get(target, name);
      return typeof value === "function" ? (...args: unknown[]): unknown => Reflect.apply(value, target, args) : value;
    },
  });
}
