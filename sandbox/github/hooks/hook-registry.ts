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

/** A webhook of an organisation: the stand-in sends it the changes of its projects' items, always as JSON. */
export type OrganizationHook = Pick<Hook, "id" | "url" | "secret"> & {
  /** Login. */
  readonly organization: string;
};

const FIRST_ID = 500_000_001;

/** The webhooks of all repositories and organisations, in the order they were made. */
export class HookRegistry {
  readonly #byId = new Map<number, Hook>();
  readonly #ofOrganizations: OrganizationHook[] = [];
  #nextId = FIRST_ID;

  add(content: Omit<Hook, "id">): Hook {
    const hook = { id: this.#takeId(), ...content };
    this.#byId.set(hook.id, hook);
    return hook;
  }

  addForOrganization(content: Omit<OrganizationHook, "id">): OrganizationHook {
    const hook = { id: this.#takeId(), ...content };
    this.#ofOrganizations.push(hook);
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

  ofOrganization(login: string): readonly OrganizationHook[] {
    return this.#ofOrganizations.filter(({ organization }) => organization.toLowerCase() === login.toLowerCase());
  }

  /** A repository's webhooks that subscribe to an event. */
  listening(repository: Repository, event: string): readonly Hook[] {
    return this.of(repository).filter(
      ({ active, events }) => active && (events.includes(event) || events.includes("*")),
    );
  }

  #takeId(): number {
    this.#nextId += 1;
    return this.#nextId - 1;
  }
}
