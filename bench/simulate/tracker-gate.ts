import type { Clock } from "../../src/ports/runtime.ts";
import type { CrashableProcess } from "./crashable-process.ts";
import type { Plant } from "./planted/plant.ts";

type Limit = { readonly who: CrashableProcess; readonly at: number; readonly controller: AbortController };

/** Gate for every request of a simulated process: it waits for its turn, and its time limit is in virtual time. */
export class TrackerGate implements Disposable {
  readonly #clock: Clock;
  readonly #plant: Pick<Plant, "send">;
  readonly #limits = new WeakMap<AbortSignal, Limit>();
  readonly #real = globalThis.fetch;
  #present: { readonly who: CrashableProcess; readonly what: string; readonly leave: () => void } | null = null;

  constructor(clock: Clock, plant: Pick<Plant, "send">) {
    this.#clock = clock;
    this.#plant = plant;
    globalThis.fetch = (input, init) => {
      const limit = init?.signal == null ? undefined : this.#limits.get(init.signal);
      return limit === undefined ? this.#real(input, init) : this.#send(limit, input, this.#plant.send(init ?? {}));
    };
  }

  [Symbol.dispose](): void {
    globalThis.fetch = this.#real;
  }

  /** The process and the request that the trackers are answering; null for one of no process. */
  get present(): { readonly who: CrashableProcess; readonly what: string } | null {
    return this.#present;
  }

  /** The time limit of one request of a process. */
  timeLimit(who: CrashableProcess, ms: number): AbortSignal {
    const controller = new AbortController();
    if (who.isDead) controller.abort();
    this.#limits.set(controller.signal, { who, at: this.#clock() + ms, controller });
    return controller.signal;
  }

  /** The present request never gets an answer. */
  leaveUnanswered(): void {
    this.#present?.leave();
  }

  async #send(limit: Limit, input: Parameters<typeof fetch>[0], init: RequestInit): Promise<Response> {
    const { who, at } = limit;
    const what = nameOf(input, init);
    const answer = await who.call({ what }, async () => {
      if (this.#clock() >= at) return null;
      const unanswered = Promise.withResolvers<null>();
      this.#present = { who, what, leave: () => unanswered.resolve(null) };
      try {
        return await Promise.race([whole(this.#real(input, init)), unanswered.promise]);
      } finally {
        this.#present = null;
      }
    });
    if (answer !== null && this.#clock() < at) return answer;
    if (answer === null) await who.call({ what: `${what}: no answer`, from: at }, () => Promise.resolve());
    const reason = new DOMException("no answer within the time limit", "TimeoutError");
    limit.controller.abort(reason);
    throw reason;
  }
}

/** Reads the whole answer, so that no part of it arrives later; one that breaks off does so here. */
async function whole(sent: Promise<Response>): Promise<Response> {
  const response = await sent;
  const { status, statusText, headers, url } = response;
  let body: ArrayBuffer | ReadableStream | null;
  try {
    const bytes = await response.arrayBuffer();
    body = bytes.byteLength === 0 ? null : bytes;
  } catch (cause) {
    body = new ReadableStream({ start: (controller) => controller.error(cause) });
  }
  const copy = new Response(body, { status, statusText, headers });
  return Object.defineProperty(copy, "url", { value: url });
}

/** `jira POST /rest/api/3/search/jql`: without ids of single items. */
function nameOf(input: Parameters<typeof fetch>[0], init: RequestInit | undefined): string {
  const { pathname } = new URL(input instanceof Request ? input.url : input);
  const [, tracker = "", ...path] = pathname.split("/");
  const plain = path.map((part) => (/\d|acme/u.test(part) && !/^v?[23]$/u.test(part) ? "*" : part)).join("/");
  return `${tracker} ${init?.method ?? "GET"} ${plain}`;
}
