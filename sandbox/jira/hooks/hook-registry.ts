import type { RawRecord } from "../../data.ts";
import type { Account } from "../account.ts";

/** An admin webhook. */
export type Hook = {
  readonly id: number;
  readonly name: string;
  readonly url: string;
  readonly events: readonly string[];
  /** `issue-related-events-section` holds JQL; empty where every issue matters. */
  readonly filters: RawRecord;
  /** Deliveries come with no body at all. */
  readonly excludeBody: boolean;
  readonly enabled: boolean;
  /** Never shown; null for deliveries that are not signed. */
  readonly secret: string | null;
  readonly updatedBy: Pick<Account, "accountId" | "displayName">;
  /** Epoch milliseconds. */
  readonly updatedAt: number;
};

/** The webhooks of a site, in the order they were registered. Ids are never used again. */
export class HookRegistry {
  readonly #byId = new Map<number, Hook>();
  #lastId = 0;

  add(content: Omit<Hook, "id">): Hook {
    this.#lastId += 1;
    const hook = { id: this.#lastId, ...content };
    this.#byId.set(hook.id, hook);
    return hook;
  }

  put(hook: Hook): void {
    this.#byId.set(hook.id, hook);
  }

  remove(id: number): boolean {
    return this.#byId.delete(id);
  }

  byId(id: number): Hook | null {
    return this.#byId.get(id) ?? null;
  }

  all(): readonly Hook[] {
    return [...this.#byId.values()];
  }

  /** Those that are to hear of an event. */
  listening(event: string): readonly Hook[] {
    return this.all().filter(({ enabled, events }) => enabled && events.includes(event));
  }
}
