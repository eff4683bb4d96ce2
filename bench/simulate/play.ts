import type { Random } from "../../sandbox/demo-data/random.ts";
import { startAll } from "../../src/cli/consent.ts";
import type { Connector } from "../../src/ports/connector.ts";
import type { PublicationRecord, Store } from "../../src/ports/store.ts";
import { differences } from "./compare.ts";
import { Mortal } from "./mortal.ts";
import { People } from "./people.ts";
import { randomFor } from "./randomness.ts";
import { createService, type SimulatedService } from "./simulated-process.ts";
import { VirtualQueue } from "./virtual-queue.ts";
import { Watcher } from "./watcher.ts";
import { createWorld, type World } from "./world.ts";

export type PlayOptions = {
  readonly seed: number;
  readonly steps: number;
  /** Emptied before. */
  readonly store: Store;
  /** For the clean run at the end; emptied before. */
  readonly clean: Store;
  readonly spoil?: (connectors: ReadonlyMap<string, Connector>) => ReadonlyMap<string, Connector>;
};

export type Played = {
  readonly seed: number;
  readonly steps: number;
  readonly faults: number;
  readonly restarts: number;
  /** How the end differs from a clean run on the trackers' last state. */
  readonly diverged: readonly string[];
  readonly duplicates: readonly string[];
  /** Deliveries that were accepted and never worked off. */
  readonly lost: readonly string[];
  /** Words of people that are gone. */
  readonly overwritten: readonly string[];
  readonly writesAfterRest: number;
  readonly writes: number;
  readonly changes: number;
};

const secondMs = 1000;
const minuteMs = 60 * secondMs;

/** Whatever still has something to do after so many things were due goes round in circles. */
const mostRounds = 60;

/** One random history, reproducible by its seed: the trackers live, the service suffers, all comes to rest. */
export async function play(options: PlayOptions): Promise<Played> {
  const world = await createWorld(options.seed);
  try {
    await options.store.reset();
    await startAll(options.store, world.trains, world.time.clock());
    const game = new Game(world, options);
    await game.begin();
    for (let step = 1; step <= options.steps; step += 1) await game.step(randomFor(options.seed, `step ${step}`));
    await game.rest();
    const writesAfterRest = await game.stayQuiet();
    return await game.result(writesAfterRest);
  } finally {
    await world.sandbox.close();
  }
}

class Game {
  readonly #world: World;
  readonly #options: PlayOptions;
  readonly #queue: VirtualQueue;
  readonly #watcher: Watcher;
  readonly #people: People;
  #mortal = new Mortal();
  #service: SimulatedService | null = null;
  #ids = 0;
  #restarts = 0;
  #killsRequest = false;
  #isRestless = false;

  constructor(world: World, options: PlayOptions) {
    this.#world = world;
    this.#options = options;
    this.#queue = new VirtualQueue(world.time.clock);
    this.#watcher = new Watcher(world.sandbox);
    this.#people = new People(world.sandbox);
    world.onUnanswered = () => this.#unanswered();
  }

  async begin(): Promise<void> {
    await this.#start();
    await this.#pass(minuteMs);
  }

  async step(random: Random): Promise<void> {
    const luck = random.int(1, 100);
    if (luck <= 45) for (let left = random.int(1, 4); left > 0; left -= 1) this.#people.act(random);
    else if (luck <= 53) await this.#tamper(random);
    else if (luck <= 63) this.#world.trouble.isOn = !this.#world.trouble.isOn;
    else if (luck <= 71) this.#doom(random);
    else if (luck <= 75) this.#stop();
    else if (luck <= 82) this.#people.administer(random);
    await this.#pass(random.int(1, random.chance(0.2) ? 900 : 60) * secondMs);
  }

  /** All is well again; what was left undone is done. */
  async rest(): Promise<void> {
    this.#world.trouble.isOn = false;
    this.#people.showAll();
    this.#killsRequest = false;
    this.#mortal.spare();
    await this.#pass(25 * minuteMs);
    for (let round = 1; round <= 2; round += 1) {
      for (const { key } of this.#world.connections) {
        await this.#queue.send({ kind: "sweep", connection: key, depth: "whole" });
      }
      await this.#pass(11 * minuteMs);
    }
    // Settle times, caps by the hour: what is due later on its own account.
    for (let round = 1; round <= mostRounds; round += 1) {
      const due = this.#queue.nextDueAt;
      if (due === null) return;
      await this.#pass(Math.max(secondMs, due - this.#world.time.clock()));
    }
    this.#isRestless = true;
  }

  async stayQuiet(): Promise<number> {
    const before = this.#watcher.writes;
    await this.#pass(20 * minuteMs);
    return this.#watcher.writes - before;
  }

  async result(writesAfterRest: number): Promise<Played> {
    const { store, clean, seed, steps } = this.#options;
    const { trouble, carrier } = this.#world;
    const waiting = await store.inbox.list({ state: "received", limit: 100 });
    const failed = await store.inbox.list({ state: "failed", limit: 100 });
    return {
      seed,
      steps,
      faults: trouble.count + carrier.faults,
      restarts: this.#restarts,
      diverged: [
        ...(this.#isRestless ? ["it never came to rest"] : []),
        ...(await differences(this.#world, { store, clean, deleted: this.#people.deleted })),
      ],
      duplicates: [...this.#watcher.duplicates],
      lost: [...waiting, ...failed.filter((one) => !this.#isOfHidden(one))].map(
        ({ event, state, reason }) => `${event} ${state} ${reason ?? ""}`,
      ),
      overwritten: this.#people.overwritten(),
      writesAfterRest,
      writes: this.#watcher.writes,
      changes: this.#people.changes,
    };
  }

  /**
   * A delivery about a repository that was out of sight may end as failed, with the reason: its fate is told, not lost. What
   * it told of is read by the first sweep that sees the repository again; the comparison of the models shows that.
   */
  #isOfHidden({ reason }: { readonly reason: string | null }): boolean {
    return [...this.#people.hidden].some((name) => reason?.includes(`'${name}'`) === true);
  }

  async #start(): Promise<void> {
    const { time, connections, trains } = this.#world;
    this.#mortal = new Mortal();
    this.#service = createService({
      connections,
      trains,
      store: this.#options.store,
      queue: this.#queue,
      time,
      mortal: this.#mortal,
      newId: () => `id-${(this.#ids += 1)}`,
      spoil: this.#options.spoil ?? ((connectors) => connectors),
    });
    await this.#orDeath(this.#service.start());
  }

  /** Time goes by: parcels arrive, jobs are due; whoever died is replaced after a while. */
  async #pass(ms: number): Promise<void> {
    const { time, carrier } = this.#world;
    const end = time.clock() + ms;
    for (;;) {
      if (this.#service === null || this.#mortal.isDead) await this.#replace();
      await carrier.handOver(async (delivery) => (await this.#service?.call(delivery)) ?? null);
      if (this.#mortal.isDead) continue;
      const entry = this.#queue.next();
      const dueAt = Math.min(entry?.dueAt ?? Infinity, carrier.nextAt);
      if (dueAt > end) break;
      time.moveTo(dueAt);
      if (entry !== null && entry.dueAt <= time.clock()) await this.#run(entry);
      this.#watcher.look();
    }
    time.moveTo(end);
  }

  async #run(entry: NonNullable<ReturnType<VirtualQueue["next"]>>): Promise<void> {
    const service = this.#service;
    if (service !== null) await this.#orDeath(this.#queue.run(entry, (job) => service.perform(job)));
    this.#world.time.forgetLimits();
  }

  async #orDeath(work: Promise<void>): Promise<void> {
    await Promise.race([work, this.#mortal.death]);
  }

  /** The next process, some time after the last one ended. */
  async #replace(): Promise<void> {
    await this.#mortal.settled();
    this.#restarts += 1;
    this.#world.time.moveTo(this.#world.time.clock() + 5 * secondMs);
    await this.#queue.handBack();
    await this.#start();
  }

  /** In the middle of a job it may end what it is at. */
  #stop(): void {
    this.#service?.stop();
    this.#service = null;
  }

  #doom(random: Random): void {
    const mortal = this.#mortal;
    const befall = random.pick(["lost call", "death", "death", "stop"]);
    if (befall === "lost call") this.#killsRequest = true;
    else {
      mortal.doom({
        calls: random.int(1, 60),
        moment: random.pick(["before", "after"]),
        befall: () => (befall === "death" ? mortal.die() : this.#stop()),
      });
    }
  }

  #unanswered(): void {
    if (this.#killsRequest) {
      this.#killsRequest = false;
      this.#mortal.die();
    } else this.#world.time.expire();
  }

  async #tamper(random: Random): Promise<void> {
    const publications: PublicationRecord[] = [];
    for (const { key } of this.#world.trains) publications.push(...(await this.#options.store.publications(key)));
    this.#people.tamper(random, publications);
  }
}

/** Whether a seed shows a defect. */
export function fails({ diverged, duplicates, lost, overwritten, writesAfterRest }: Played): boolean {
  return [...diverged, ...duplicates, ...lost, ...overwritten].length > 0 || writesAfterRest > 0;
}
