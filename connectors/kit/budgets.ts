import type { Budget } from "../../src/ports/connector.ts";
import type { HeaderReader } from "./verdict.ts";

/** What a tracker's answers said last is left of its budgets. */
export class Budgets {
  readonly #left = new Map<string, number>();

  note(budget: string, headers: HeaderReader): void {
    const left = headers.get("x-ratelimit-remaining")?.trim() ?? "";
    if (/^\d+$/u.test(left)) this.#left.set(budget, Number(left));
  }

  list(): readonly Budget[] {
    return [...this.#left].map(([budget, left]) => ({ budget, left }));
  }
}
