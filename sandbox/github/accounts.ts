import type { RawRecord } from "../data.ts";
import { isRecord, numberAt, textAt } from "../record.ts";
import type { Account } from "./entity.ts";
import { nodeIdFor, type Ids } from "./identity.ts";

const NODE_PREFIX = { User: "U", Bot: "BOT", Organization: "O" } as const;

/** All accounts of the host. A new login becomes an account. */
export class Accounts {
  readonly #ids: Ids;
  readonly #byLogin = new Map<string, Account>();
  readonly #byNode = new Map<string, Account>();

  constructor(ids: Ids) {
    this.#ids = ids;
  }

  /** Adds a user record. @returns its login, or null if the value is no user */
  learn(value: unknown): string | null {
    const login = textAt(value, "login");
    if (login === null || !isRecord(value)) return null;
    return this.#byLogin.get(login.toLowerCase())?.login ?? this.#enter(login, value).login;
  }

  named(login: string): Account {
    return this.#byLogin.get(login.toLowerCase()) ?? this.#enter(login, {});
  }

  /** Makes a login an organisation, unless it already has another type. */
  organization(login: string): Account {
    return this.#byLogin.get(login.toLowerCase()) ?? this.#enter(login, { type: "Organization" });
  }

  /** Changes an account's login; its ids stay. */
  rename(login: string, newLogin: string): void {
    const account = { ...this.named(login), login: newLogin };
    this.#byLogin.delete(login.toLowerCase());
    this.#byLogin.set(newLogin.toLowerCase(), account);
    this.#byNode.set(account.nodeId, account);
  }

  find(login: string): Account | null {
    return this.#byLogin.get(login.toLowerCase()) ?? null;
  }

  byNodeId(nodeId: string): Account | null {
    return this.#byNode.get(nodeId) ?? null;
  }

  #enter(login: string, raw: RawRecord): Account {
    const id = numberAt(raw, "id") ?? this.#ids.nextSmall();
    const type = typeOf(login, raw);
    const nodeId = textAt(raw, "node_id") ?? nodeIdFor(NODE_PREFIX[type], id);
    const account: Account = { kind: "account", login, id, nodeId, type, raw };
    this.#byLogin.set(login.toLowerCase(), account);
    this.#byNode.set(nodeId, account);
    return account;
  }
}

function typeOf(login: string, raw: RawRecord): Account["type"] {
  const type = textAt(raw, "type");
  if (type === "Bot" || type === "Organization" || type === "User") return type;
  return login.endsWith("[bot]") ? "Bot" : "User";
}
