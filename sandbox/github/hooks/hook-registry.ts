import type { Repository } from "../entity.ts";

export type Hook = {
  readonly id: number;
  readonly repository: Repository;
  readonly url: string;
  /** `form` is GitHub's default. */
  readonly contentType: "json" | "form";
  /** Null for unsigned deliveries. */
  readonly secret: string | null;
  /** Names of events; `*` is all of them. */
  readonly events: readonly string[];
  readonly active: boolean;
  /** Epoch milliseconds, whole seconds. */
  readonly createdAt: number;
  readonly updatedAt: number;
};

const FIRST_ID = 500_000_001;

/** The webhooks of all repositories, in the order they were made. */
export class HookRegistry {
  readonly #byId = new Map<number, Hook>();
  #nextId = FIRST_ID;

  add(content: Omit<Hook, "id">): Hook {
    const hook = { id: this.#nextId, ...content };
    this.#nextId += 1;
    this.#byId.set(hook.id, hook);
    return hook;
  }

  put(hook: Hook): void {
    this.#byId.set(hook.id, hook);
  }

  remove(id: number): void {
    this.#byId.delete(id);
  }

  byId(id: number): Hook | null {
    return this.#byId.get(id) ?? null;
  }

  of(repository: Repository): readonly Hook[] {
    return [...this.#byId.values()].filter((hook) => hook.repository.id === repository.id);
  }

  /** A repository's webhooks that subscribe to an event. */
  listening(repository: Repository, event: string): readonly Hook[] {
    return this.of(repository).filter(
      ({ active, events }) => active && (events.includes(event) || events.includes("*")),
    );
  }
}
