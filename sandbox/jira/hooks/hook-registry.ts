import type { RawRecord } from "../../data.ts";
import type { Account } from "../account.ts";

/** An admin webhook. */
export type Hook = {
  readonly id: number;
  readonly name: string;
  readonly url: string;
  readonly events: readonly string[];
  /** `issue-related-events-section` holds JQL; empty for all issues. */
  readonly filters: RawRecord;
  /** Whether deliveries have no body. */
  readonly excludeBody: boolean;
  readonly enabled: boolean;
  /** The API never shows it; null for unsigned deliveries. */
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

  /** The webhooks that subscribe to an event. */
  listening(event: string): readonly Hook[] {
    return this.all().filter(({ enabled, events }) => enabled && events.includes(event));
  }
}
