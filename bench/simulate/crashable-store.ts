import type { Store } from "../../src/ports/store.ts";
import type { Mortal } from "./mortal.ts";

/** Lock names and their holders; a dead process releases its locks, like a database session. */
export type Locks = Map<string, Mortal>;

/** The store as one process sees it. */
export function mortalStore(store: Store, mortal: Mortal, locks: Locks): Store {
  return {
    ...guarded(store, mortal),
    inbox: guarded(store.inbox, mortal),
    exclusively: async (name, work) => {
      const isTaken = await mortal.call({ what: "store exclusively" }, () => {
        const holder = locks.get(name);
        if (holder?.isDead === false) return Promise.resolve(true);
        locks.set(name, mortal);
        return Promise.resolve(false);
      });
      if (isTaken) return { taken: true };
      try {
        return { taken: false, result: await work(new AbortController().signal) };
      } finally {
        if (locks.get(name) === mortal) locks.delete(name);
      }
    },
  };
}

/** Every method goes through the process's life. */
function guarded<T extends object>(target: T, mortal: Mortal): T {
  return new Proxy(target, {
    get: (object, name) => {
      const value: unknown = Reflect.get(object, name);
      if (typeof value !== "function") return value;
      const what = `store ${String(name)}`;
      return (...args: unknown[]) =>
        mortal.call({ what }, async () => (await Reflect.apply(value, object, args)) as unknown);
    },
  });
}
