import { once } from "node:events";
import { startServe, type ServeOrder } from "../../bench/ingest-processes.ts";

type Running = Awaited<ReturnType<typeof startServe>>;

/** Two processes of `serve` that a test kills and restarts. */
export class ServicePair {
  readonly #order: ServeOrder;
  readonly #resources: AsyncDisposableStack;
  #processes: [Promise<Running>, Promise<Running>];
  /** Addresses of both; a dead or starting one still has its last address. */
  readonly urls: [string, string] = ["http://127.0.0.1:1", "http://127.0.0.1:1"];
  kills = 0;

  constructor(order: ServeOrder, resources: AsyncDisposableStack) {
    this.#order = order;
    this.#resources = resources;
    this.#processes = [this.#start(0), this.#start(1)];
  }

  async up(): Promise<readonly Running[]> {
    return Promise.all(this.#processes);
  }

  /** `kill -9`, once it is up. */
  async kill(place: 0 | 1): Promise<void> {
    const { child } = await this.#processes[place];
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
    this.kills += 1;
  }

  restart(place: 0 | 1): void {
    this.#processes[place] = this.#start(place);
  }

  async #start(place: 0 | 1): Promise<Running> {
    const running = await startServe(this.#order, this.#resources);
    this.urls[place] = running.url;
    return running;
  }
}
