import type { Random } from "../../sandbox/demo-data/random.ts";
import { decide } from "../../src/cli/consent.ts";
import type { PublicationRecord } from "../../src/ports/publication-ledger.ts";
import type { Store } from "../../src/ports/store.ts";
import { idOf, type Message } from "./faulty-network.ts";
import { Answers } from "./answers.ts";
import { Ages } from "./ages.ts";
import { People } from "./people.ts";
import type { Plant } from "./planted/plant.ts";
import { randomFor } from "./randomness.ts";
import { Scheduler } from "./scheduler.ts";
import { ServiceSlot } from "./service-slot.ts";
import { createService } from "./simulated-process.ts";
import { TrackerGate } from "./tracker-gate.ts";
import { VirtualQueue } from "./virtual-queue.ts";
import { Watcher } from "./watcher.ts";
import type { World } from "./world.ts";
import type { HeldLocks } from "./simulated-locks.ts";

export type GameOptions = {
  readonly seed: number;
  readonly store: Store;
  /** Faults never end. */
  readonly unending: boolean;
  readonly plant: Plant;
  readonly onTurn?: (line: string) => void;
};

const secondMs = 1000;
const minuteMs = 60 * secondMs;

/** Within this time the service polls every connection and evaluates every train. */
export const turnMs = 16 * minuteMs;

/** After this number of rounds a service with due work is in an endless loop. */
const mostRounds = 60;
/** How long a person waits for a text that is being written. */
const mostSeconds = 120;
/** More turns than this in a good minute mean an endless loop. */
const mostTurns = 20_000;

/** One history: one process or two, people, and faults, in virtual time. */
export class Game {
  readonly people: People;
  readonly watcher: Watcher;
  readonly scheduler: Scheduler;
  /** Jobs that ended by a bug. */
  readonly broken: string[] = [];
  /** Deliveries with a 202 answer, by id. */
  readonly accepted = new Map<string, string>();
  readonly ages = new Ages();
  readonly answers: Answers;
  readonly queue: VirtualQueue;
  isRestless = false;
  readonly #world: World;
  readonly #options: GameOptions;
  readonly #gate: TrackerGate;
  readonly #slots: readonly ServiceSlot[];
  readonly #random: Random;
  /** Decides when a process loses its locks; null in most histories. */
  readonly #lockLosses: Random | null;
  #killsRequest = false;
  #ids = 0;

  constructor(world: World, options: GameOptions) {
    const { time, coverage, sandbox, connections, trains } = world;
    const { seed, store, plant, onTurn } = options;
    this.#world = world;
    this.#options = options;
    this.#random = randomFor(seed, "turns");
    const lockLosses = randomFor(seed, "locks");
    this.#lockLosses = lockLosses.chance(0.2) ? lockLosses : null;
    this.scheduler = new Scheduler({ random: this.#random, clock: time.clock, ...(onTurn && { onTurn }) });
    this.queue = new VirtualQueue(time.clock);
    this.#gate = new TrackerGate(time.clock, plant);
    this.watcher = new Watcher(sandbox);
    this.people = new People(sandbox);
    this.answers = new Answers(store, time.clock);
    const locks: HeldLocks = new Map();
    const shared = { connections, trains, store, time, locks, plant, queue: this.queue, gate: this.#gate };
    const names = randomFor(seed, "processes").chance(0.5) ? ["a", "b"] : ["a"];
    this.#slots = names.map(
      (name) =>
        new ServiceSlot({
          name,
          time,
          coverage,
          scheduler: this.scheduler,
          queue: this.queue,
          onBroken: (error) => this.#broke(error),
          create: (crashable) =>
            createService({
              ...shared,
              crashable,
              newId: () => `id-${(this.#ids += 1)}`,
              onBroken: (what) => this.broken.push(what),
            }),
        }),
    );
    world.onUnanswered = () => this.#unanswered();
    world.present = () => this.#gate.present?.what ?? "request";
    world.trouble.isOn = options.unending || randomFor(seed, "at first").chance(0.5);
  }

  get restarts(): number {
    return this.#slots.reduce((sum, { restarts }) => sum + restarts, 0);
  }

  /** Whether something happened that must never happen. */
  get hasFailed(): boolean {
    const { ages, answers, broken, people, watcher } = this;
    const lists = [ages.rejuvenated, answers.lost, broken, people.mistakes, [...watcher.duplicates], watcher.afterStop];
    return this.isRestless || lists.some((one) => one.length > 0);
  }

  [Symbol.dispose](): void {
    this.#gate[Symbol.dispose]();
    for (const { crashable } of this.#slots) crashable?.die();
  }

  async step(random: Random): Promise<void> {
    const { trouble } = this.#world;
    if (this.#lockLosses?.chance(0.5) === true) this.#lockLosses.pick(this.#slots).doomLocks(this.#lockLosses);
    const luck = random.int(1, 100);
    if (luck <= 45) for (let left = random.int(1, 4); left > 0; left -= 1) this.people.act(random);
    else if (luck <= 53) await this.#tamper(random);
    else if (luck <= 63) trouble.isOn = this.#options.unending || !trouble.isOn;
    else if (luck <= 71) this.doom(random);
    else if (luck <= 75) random.pick(this.#slots).stop();
    else if (luck <= 82) this.people.administer(random);
    else if (luck <= 85) await this.#stopOrStart(random);
    else if (luck <= 91) this.people.administer(random);
    else if (luck <= 95) for (const train of this.#world.trains) await this.answers.give(train, random);
    else if (luck <= 98) await this.#sweep();
    await this.pass(random.int(1, random.chance(0.2) ? 900 : 60) * secondMs);
    await this.lookAtAges();
  }

  /** A process dies, or receives a stop signal, at one of its next calls; or a tracker never answers the present request. */
  doom(random: Random): void {
    if (random.chance(0.25)) this.#killsRequest = true;
    else random.pick(this.#slots).doom(random);
  }

  /** The process receives a stop signal while people work: a history without faults proves nothing. */
  async trip(random: Random): Promise<void> {
    for (let acts = 1; acts <= 4; acts += 1) this.people.act(random);
    random.pick(this.#slots).stop();
    await this.pass(minuteMs);
  }

  /** Ends the faults, and finishes all work. */
  async rest(): Promise<void> {
    this.#world.trouble.isOn = false;
    this.queue.held.clear();
    this.#killsRequest = false;
    for (const slot of this.#slots) slot.spare();
    await this.#start();
    // A sweep misses what is hidden, and later ones must find it again.
    await this.#sweep();
    this.people.showAll();
    // Every regular job, then the findings of a `whole` sweep, and their effects.
    await this.pass(turnMs);
    for (let round = 1; round <= 2; round += 1) await this.#sweep();
    // Settle times, caps by the hour: delayed work.
    for (let round = 1; round <= mostRounds; round += 1) {
      const due = this.queue.nextDueAt;
      const awaited = due === null || this.answers.isSnoozeEnd(due) ? null : due;
      if (awaited === null && !this.#isBusy) return;
      await this.pass(Math.max(secondMs, (awaited ?? 0) - this.#world.time.clock()));
    }
    this.isRestless = true;
  }

  async lookAtAges(): Promise<void> {
    for (const { key } of this.#world.trains) {
      await this.ages.look(this.#options.store, key);
      await this.answers.look(key);
    }
  }

  /** People continue without faults and without polls: the service learns only what deliveries report. */
  async tell(random: Random): Promise<void> {
    for (const kind of ["poll", "sweep"] as const) this.queue.held.add(kind);
    for (let acts = 1; acts <= 18; acts += 1) {
      this.people.act(random);
      await this.pass(random.int(0, 5) * secondMs);
    }
    await this.lookAtAges();
    await this.pass(3 * minuteMs);
    await this.lookAtAges();
  }

  /** Time passes: deliveries arrive, jobs are due, waiting calls continue; a dead process is replaced after a while. */
  async pass(ms: number): Promise<void> {
    const { time, network } = this.#world;
    const end = time.clock() + ms;
    for (let turns = 0; turns < mostTurns; turns += 1) {
      for (const slot of this.#slots) await slot.tend();
      for (const message of network.take()) void this.#handOver(message);
      this.#takeJobs();
      if (await this.scheduler.turn()) {
        this.watcher.look();
        time.moveTo(time.clock() + this.#turnMs());
        if (time.clock() >= end) return;
      } else {
        const due = this.queue.next()?.dueAt ?? Infinity;
        const starts = this.#slots.map(({ startsAt }) => startsAt);
        const next = Math.min(this.scheduler.nextAt, network.nextAt, due > time.clock() ? due : Infinity, ...starts);
        time.moveTo(Math.min(next, end));
        if (next > end) return;
      }
    }
    this.isRestless = true;
  }

  /** Most operations take no time, some take long. */
  #turnMs(): number {
    if (this.#random.chance(0.005)) return this.#random.int(1, 20) * secondMs;
    return this.#random.chance(0.3) ? this.#random.int(1, 150) : 0;
  }

  get #isBusy(): boolean {
    return this.#slots.some(({ isBusy }) => isBusy);
  }

  /** The time of the sweep has come that finds deleted items. */
  async #sweep(): Promise<void> {
    for (const { key: connection } of this.#world.connections)
      await this.queue.send({ kind: "sweep", connection, depth: "whole" });
    await this.pass(3 * minuteMs);
  }

  async #handOver(message: Message): Promise<void> {
    const { event } = message.delivery;
    try {
      const answer = await this.#random.pick(this.#slots).call(message.delivery);
      if (answer === 202 && message.isForged === true) this.broken.push(`${event} taken though it is badly signed`);
      else if (answer === 202) this.accepted.set(idOf(message.delivery), event);
      this.#world.network.answered(message, answer);
    } catch (error) {
      this.#broke(error);
    }
  }

  #broke(error: unknown): void {
    this.broken.push(error instanceof Error ? String(error.stack) : String(error));
  }

  #takeJobs(): void {
    for (;;) {
      const entry = this.queue.next();
      const free = this.#slots.filter(({ hasRoom }) => hasRoom);
      if (entry === null || entry.dueAt > this.#world.time.clock() || free.length === 0) return;
      this.#random.pick(free).run(entry);
    }
  }

  #unanswered(): void {
    const { present } = this.#gate;
    const slot = this.#slots.find(({ crashable }) => crashable === present?.who);
    if (this.#killsRequest && present !== null) {
      this.#killsRequest = false;
      slot?.die(`in ${present.what}`);
    }
    this.#gate.leaveUnanswered();
  }

  /** Not while a text is being written: no tracker supports "only if unchanged since I read it". */
  async #tamper(random: Random): Promise<void> {
    for (let second = 1; second <= mostSeconds && this.#slots.some(({ isWriting }) => isWriting); second += 1) {
      await this.pass(secondMs);
    }
    if (this.#slots.some(({ isWriting }) => isWriting)) return;
    const publications: PublicationRecord[] = [];
    for (const { key } of this.#world.trains) publications.push(...(await this.#options.store.publications(key)));
    this.people.tamper(random, publications);
  }

  /** A person stops writing, or starts it again. */
  async #stopOrStart(random: Random): Promise<void> {
    if (this.watcher.isStopped) return this.#start();
    const { store } = this.#options;
    const since = this.#world.time.clock();
    const stopped = { state: "stopped", since } as const;
    for (const { key } of this.#world.trains) await decide(store, key, () => stopped);
    this.watcher.stopped();
    for (let acts = 1; acts <= 4; acts += 1) this.people.act(random);
    await this.pass(8 * minuteMs);
  }

  async #start(): Promise<void> {
    const since = this.#world.time.clock();
    const started = { state: "started", since, withStanding: true } as const;
    for (const { key } of this.#world.trains)
      await decide(this.#options.store, key, ({ state }) => (state === "stopped" ? started : null));
    this.watcher.started();
    for (const { key } of this.#world.trains) await this.queue.send({ kind: "recompute", train: key });
  }
}
