import type { RequestKind, TimeLimit } from "../../src/ports/runtime.ts";
import { NoAnswer } from "./answer.ts";
import { dateIn } from "./rate-headers.ts";

export type WireOptions = {
  /** Time limit (ms) of one attempt, its body included. */
  readonly timeoutMs: number;
  readonly timeLimit: TimeLimit;
  /** `Wire` calls it with the headers of every answer, 2xx or not. */
  readonly onHeaders: (headers: Headers) => void;
};

/** Sends the HTTP requests of one connection, one attempt each, and counts them. */
export class Wire {
  readonly #options: WireOptions;
  #requests = 0;
  #toldAt: number | null = null;

  constructor(options: WireOptions) {
    this.#options = options;
  }

  /** Requests sent so far, retries included. */
  get requests(): number {
    return this.#requests;
  }

  /** The tracker's clock from its last answer, in epoch milliseconds; empty if unknown. */
  toldAt(): { readonly toldAt?: number } {
    return this.#toldAt === null ? {} : { toldAt: this.#toldAt };
  }

  /** @throws NoAnswer */
  async fetch(address: string | URL, init: RequestInit, kind: RequestKind): Promise<Response> {
    const { timeoutMs, timeLimit, onHeaders } = this.#options;
    this.#requests += 1;
    // Each attempt has its own time limit.
    const response = await answerOr(fetch(address, { ...init, signal: timeLimit(timeoutMs, kind) }));
    this.#toldAt = dateIn(response.headers);
    onHeaders(response.headers);
    return response;
  }
}

async function answerOr(answer: Promise<Response>): Promise<Response> {
  try {
    return await answer;
  } catch (cause) {
    throw new NoAnswer(cause, false);
  }
}
