import type { Store } from "../../src/ports/store.ts";
import type { Mortal } from "./mortal.ts";

/** The store as one process sees it. Its locks are its own: they go with it, as a database session's do. */
export function mortalStore(store: Store, mortal: Mortal): Store {
  const held = new Set<string>();
  return {
    ...guarded(store, mortal),
    inbox: guarded(store.inbox, mortal),
    exclusively: async (name, work) => {
      if (held.has(name)) return { taken: true };
      held.add(name);
      try {
        return { taken: false, result: await work(new AbortController().signal) };
      } finally {
        held.delete(name);
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
      return (...args: unknown[]) => mortal.call(async () => (await Reflect.apply(value, object, args)) as unknown);
    },
  });
}
