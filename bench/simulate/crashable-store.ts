import type { Store } from "../../src/ports/store.ts";
import type { CrashableProcess } from "./crashable-process.ts";
import type { LockSession } from "./simulated-locks.ts";

/** The store as one process sees it. */
export function crashableStore(store: Store, crashable: CrashableProcess, locks: LockSession): Store {
  return {
    ...guarded(store, crashable),
    inbox: guarded(store.inbox, crashable),
    exclusively: locks.exclusively,
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
