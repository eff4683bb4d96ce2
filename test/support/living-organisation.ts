import { evaluating } from "../../src/cli/evaluate-context.ts";
import { CrashableProcess } from "../../bench/simulate/crashable-process.ts";
import { differences } from "../../bench/simulate/compare.ts";
import { createService, type SimulatedService } from "../../bench/simulate/simulated-process.ts";
import { githubItems } from "../../bench/simulate/github-actions.ts";
import { jiraItems } from "../../bench/simulate/jira-actions.ts";
import { VirtualQueue } from "../../bench/simulate/virtual-queue.ts";
import { createWorld, siteOf, type World } from "../../bench/simulate/world.ts";
import { parseTrainFile } from "../../config/train-file.ts";
import { startAll } from "../../src/cli/consent.ts";
import type { Store } from "../../src/ports/store.ts";
import { evaluateStored } from "../../src/reporting/evaluate-train.ts";
import { setupFaultWords } from "../../src/reporting/setup-words.ts";
import { livingData, plant, trainFileOf, type LivingFile } from "./living-data.ts";
import { textAt } from "./json.ts";
import { TrackerHands } from "./tracker-hands.ts";

const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;

type Trains = Pick<World, "connections" | "trains">;

/** A service on changing trackers: its processes follow one another, the database and the trackers stay. */
export class LivingOrganisation {
  readonly world: World;
  readonly hands: TrackerHands;
  readonly #store: Store;
  readonly #queue: VirtualQueue;
  #running: Trains = { connections: [], trains: [] };
  #service: SimulatedService | null = null;
  #ids = 0;
  #hasWritten = false;
  /** Titles of items with a conflict that a fact ended: their comments may say so. */
  readonly ended = new Set<string>();
  /** Trains with a part that is not visible, and since when Signalbox knows that. */
  readonly unseen = new Map<string, number>();
  /** Violations. */
  readonly wrong: string[] = [];

  private constructor(world: World, store: Store) {
    this.world = world;
    this.hands = new TrackerHands(world.sandbox);
    this.#store = store;
    this.#queue = new VirtualQueue(world.time.clock);
    const note = ({ method, status }: { method: string; status: number }) => {
      if (status < 300 && method !== "GET") this.#hasWritten = true;
    };
    siteOf(world.sandbox).onRequest(note);
    world.sandbox.github.onRequest(note);
  }

  static async begin(store: Store, resources: AsyncDisposableStack): Promise<LivingOrganisation> {
    const world = await createWorld(1, { change: livingData });
    resources.defer(() => world.sandbox.close());
    for (const repository of ["acme/docs", "acme/guide"]) {
      world.sandbox.github.hooks.register({ repository, url: "https://signalbox.example/webhooks/acme-github" });
    }
    plant(world.sandbox);
    world.time.moveTo(world.time.clock() + hourMs);
    await store.reset();
    await startAll(store, world.trains, world.time.clock());
    return new LivingOrganisation(world, store);
  }

  /** Another process takes over, with a changed train file. */
  async run(file: LivingFile, pointsField: string): Promise<void> {
    const { sandbox, time } = this.world;
    const parsed = parseTrainFile(trainFileOf(file), {
      file: "signalbox.yaml",
      env: {},
      provided: sandbox.connections,
    });
    const connections = parsed.connections.map((one) => (one.system === "jira" ? { ...one, pointsField } : one));
    this.#running = { connections, trains: parsed.trains };
    this.#service?.stop();
    this.#service = createService({
      ...this.#running,
      store: this.#store,
      queue: this.#queue,
      time,
      crashable: new CrashableProcess(),
      newId: () => `id-${(this.#ids += 1)}`,
    });
    await this.#service.start();
  }

  /** Deliveries arrive, jobs run, and readers check the texts after each job that wrote something. */
  async pass(ms: number): Promise<void> {
    const { time, network } = this.world;
    const end = time.clock() + ms;
    for (;;) {
      for (const parcel of network.take())
        network.answered(parcel, (await this.#service?.call(parcel.delivery)) ?? null);
      const entry = this.#queue.next();
      const dueAt = Math.min(entry?.dueAt ?? Infinity, network.nextAt);
      if (dueAt > end) break;
      time.moveTo(dueAt);
      const service = this.#service;
      if (entry !== null && entry.dueAt <= time.clock() && service !== null) {
        await this.#queue.run(entry, (job) => service.perform(job));
        time.forgetLimits();
      }
      if (this.#hasWritten) this.#look();
      this.#hasWritten = false;
    }
    time.moveTo(end);
    await this.#updateEvaluation();
  }

  /** The present evaluation of one train. */
  async state(train: string) {
    const found = this.#running.trains.find(({ key }) => key === train);
    if (found === undefined) throw new Error(`there is no train ${train}`);
    const { view, records, rollup, setup } = await evaluateStored(
      evaluating(this.#store),
      found,
      this.world.time.clock(),
    );
    const titleOf = (id: string | null) =>
      [...view.items.values()].find(({ item }) => item.id === id)?.item.title ?? id;
    return {
      level: rollup.verdict.level,
      reasons: rollup.verdict.reasons.map(({ kind, count }) => `${kind} ${count}`),
      faults: setup.faults.map((fault) => setupFaultWords(fault, "UTC")),
      conflicts: records.map(({ state, conflict, unseenSince, firstSeenAt }) => ({
        state: unseenSince === null ? state : "unseen",
        rule: conflict.rule,
        edge: `${titleOf(conflict.consumer)} <- ${titleOf(conflict.provider)}`,
        consumer: titleOf(conflict.consumer) ?? "",
        firstSeenAt,
      })),
    };
  }

  /** Our comment on an item, by the item's title; null if there is none. */
  comment(title: string): string | null {
    const [key] = [...this.#titles()].find(([, one]) => one === title) ?? [];
    const [text = null] = key === undefined ? [] : this.hands.written({ key });
    return text;
  }

  keyOf(title: string): string {
    const [key] = [...this.#titles()].find(([, one]) => one === title) ?? [];
    if (key === undefined) throw new Error(`nothing is called ${title}`);
    return key;
  }

  #titles(): ReadonlyMap<string, string> {
    const { sandbox } = this.world;
    const site = siteOf(sandbox);
    const jira = jiraItems(site).map(
      (key) => [key, textAt(site.people.issue(key), "fields", "summary") ?? ""] as const,
    );
    const github = githubItems(sandbox.github).map(
      (address) =>
        [
          `${address.repository}#${address.number}`,
          textAt(sandbox.github.people.issue(address), "title") ?? "",
        ] as const,
    );
    return new Map([...jira, ...github]);
  }

  /** Differences of the service's state and texts from those of a fresh installation. */
  differences(clean: Store): Promise<readonly string[]> {
    return differences({ ...this.world, ...this.#running }, { store: this.#store, clean, deleted: new Map() });
  }

  /**
   * The readers' checks: no comment retracts a statement without a fact; an item has at most one comment of Signalbox.
   */
  #look(): void {
    for (const [key, title] of this.#titles()) {
      const texts = this.hands.written({ key });
      if (texts.length > 1) this.#blame(`two comments on "${title}"`);
      if (texts.join("").includes("Resolved") && !this.ended.has(title)) this.#blame(`"${title}" says resolved`);
    }
  }

  async #updateEvaluation(): Promise<void> {
    for (const { key } of this.#running.trains) {
      const { level, conflicts } = await this.state(key);
      const since = this.unseen.get(key) ?? Infinity;
      if (level === "on-track" && this.world.time.clock() > since) this.#blame(`${key} is green`);
      const open = new Set(conflicts.filter(({ state }) => state !== "resolved").map(({ edge }) => edge));
      for (const { state, edge, consumer } of conflicts) {
        if (state === "resolved" && !open.has(edge) && !this.ended.has(consumer)) this.#blame(`${edge} was ended`);
      }
    }
  }

  #blame(words: string): void {
    this.wrong.push(`${new Date(this.world.time.clock()).toISOString()}: ${words}`);
  }
}
