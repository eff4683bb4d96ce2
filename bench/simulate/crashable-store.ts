import type { Store } from "../../src/ports/store.ts";
import type { CrashableProcess } from "./crashable-process.ts";

/** Lock names and their holders; a dead process releases its locks, like a database session. */
export type Locks = Map<string, CrashableProcess>;

/** The store as one process sees it. */
export function crashableStore(store: Store, crashable: CrashableProcess, locks: Locks): Store {
  return {
    ...guarded(store, crashable),
    inbox: guarded(store.inbox, crashable),
    exclusively: async (name, work) => {
      const isTaken = await crashable.call({ what: "store exclusively" }, () => {
        const holder = locks.get(name);
        if (holder?.isDead === false) return Promise.resolve(true);
        locks.set(name, crashable);
        return Promise.resolve(false);
      });
      if (isTaken) return { taken: true };
      try {
        return { taken: false, result: await work(new AbortController().signal) };
      } finally {
        if (locks.get(name) === crashable) locks.delete(name);
      }
    },
  };
}

/** Every method goes through the process's life. */
function guarded<T extends object>(target: T, crashable: CrashableProcess): T {
  return new Proxy(target, {
    get: (object, name) => {
      const value: unknown = Reflect.get(object, name);
      if (typeof value !== "function") return value;
      const what = `store ${String(name)}`;
      return (...args: unknown[]) =>
        crashable.call({ what }, async () => (await Reflect.apply(value, object, args)) as unknown);
    },
  });
}
