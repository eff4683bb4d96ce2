import type { Job } from "../../src/ports/jobs.ts";
import type { Random } from "../../sandbox/demo-data/random.ts";
import type { Coverage } from "./coverage.ts";
import type { Answer } from "./faulty-network.ts";
import { CrashableProcess } from "./crashable-process.ts";
import type { Scheduler } from "./scheduler.ts";
import type { SimulatedService } from "./simulated-process.ts";
import type { OutgoingDelivery } from "../../sandbox/webhooks/webhook-sender.ts";
import type { Entry, VirtualQueue } from "./virtual-queue.ts";
import type { VirtualTime } from "./virtual-time.ts";

export type SlotOptions = {
  readonly name: string;
  readonly time: VirtualTime;
  readonly scheduler: Scheduler;
  readonly queue: VirtualQueue;
  readonly coverage: Coverage;
  /** Called with the error of a process that died by itself. */
  readonly onBroken: (error: unknown) => void;
  readonly create: (crashable: CrashableProcess) => SimulatedService;
};

type Life = {
  readonly crashable: CrashableProcess;
  readonly service: SimulatedService;
  running: number;
  writing: number;
  isStopping: boolean;
};

/** Jobs that write into trackers. */
const writing: ReadonlySet<string> = new Set(["recompute", "portfolio"]);
/** Concurrent jobs of all kinds. */
const atOnce = 4;
/** Delay between the end of a process and the start of the next. */
const restartMs = 5000;

/** A slot in which one process of the service follows another. */
export class ServiceSlot {
  readonly #options: SlotOptions;
  #life: Life | null = null;
  #startsAt: number;
  /** Decides when its locks are lost. */
  #lockLoss: Random | null = null;
  #lives = 0;

  constructor(options: SlotOptions) {
    this.#options = options;
    this.#startsAt = options.time.clock();
  }

  /** Number of processes after the first. */
  get restarts(): number {
    return Math.max(0, this.#lives - 1);
  }

  get crashable(): CrashableProcess | null {
    return this.#life?.crashable ?? null;
  }

  /** When the next process begins; Infinity while one lives. */
  get startsAt(): number {
    return this.#life === null ? this.#startsAt : Infinity;
  }

  get isUp(): boolean {
    return this.#life !== null && !this.#life.isStopping && !this.#life.crashable.isDead;
  }

  get hasRoom(): boolean {
    return this.isUp && (this.#life?.running ?? atOnce) < atOnce;
  }

  get isBusy(): boolean {
    return (this.#life?.running ?? 0) > 0;
  }

  /** Whether it may have read a text of ours that it will write. */
  get isWriting(): boolean {
    return (this.#life?.writing ?? 0) > 0;
  }

  /** Removes a dead process, and starts the next one when it is due. */
  async tend(): Promise<void> {
    const { time, queue, create, name, scheduler } = this.#options;
    const life = this.#life;
    if (life !== null && (life.crashable.isDead || (life.isStopping && life.running === 0))) {
      life.crashable.die();
      this.#life = null;
      this.#startsAt = time.clock() + restartMs;
      await queue.handBack(life.crashable);
    }
    if (this.#life !== null || time.clock() < this.#startsAt) return;
    this.#lives += 1;
    const crashable = new CrashableProcess(`${name}${this.#lives}`, scheduler);
    const next = { crashable, service: create(crashable), running: 0, writing: 0, isStopping: false };
    this.#life = next;
    void this.#busy(next, next.service.start());
  }

  run(entry: Entry): void {
    const life = this.#life;
    if (life === null) return;
    const isWriter = writing.has(entry.job.kind);
    if (isWriter && this.#lockLoss !== null) this.#loseLocks(life, entry.job, this.#lockLoss);
    const work = this.#options.queue.run(entry, (job) => life.service.perform(job), life.crashable);
    void this.#busy(life, isWriter ? this.#writing(life, work) : work);
  }

  /** @returns null if no process answered */
  async call(delivery: OutgoingDelivery): Promise<Answer> {
    return this.#life === null || this.#life.crashable.isDead ? null : this.#life.service.call(delivery);
  }

  /** In the middle of a job it may finish its present step. */
  stop(at = "told"): void {
    if (!this.isUp || this.#life === null) return;
    this.#options.coverage.note(at, "stop");
    this.#life.isStopping = true;
    this.#life.service.stop();
  }

  /** It will die, or receive a stop signal, at one of its next calls. */
  doom(random: Random): void {
    const crashable = this.crashable;
    const isDeath = random.chance(2 / 3);
    crashable?.doom("end", {
      calls: random.int(1, 60),
      moment: random.pick(["before", "after"]),
      befall: (at) => (isDeath ? this.die(at) : this.stop(at)),
    });
  }

  /** The connection that holds its locks will break in the middle of its next job that writes. */
  doomLocks(random: Random): void {
    this.#lockLoss = random;
  }

  die(at: string): void {
    this.#options.coverage.note(at, "death");
    this.#life?.crashable.die();
  }

  spare(): void {
    this.#lockLoss = null;
    this.crashable?.spare();
  }

  /** The queue loses the connection as well, and hands the job out again. */
  #loseLocks({ crashable, service }: Life, job: Job, random: Random): void {
    this.#lockLoss = null;
    crashable.doom("lost locks", {
      calls: random.int(1, 60),
      moment: random.pick(["before", "after"]),
      befall: (at) => {
        this.#options.coverage.note(at, "lost locks");
        service.loseLocks();
        void this.#options.queue.send(job);
      },
    });
  }

  async #writing(life: Life, work: Promise<void>): Promise<void> {
    life.writing += 1;
    try {
      await work;
    } finally {
      life.writing -= 1;
    }
  }

  async #busy(life: Life, work: Promise<void>): Promise<void> {
    life.running += 1;
    try {
      await work;
    } catch (error) {
      this.#options.onBroken(error);
    }
    life.running -= 1;
  }
}
