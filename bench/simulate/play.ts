import { startAll } from "../../src/cli/consent.ts";
import { Failure } from "../../src/domain/failure.ts";
import type { GithubProfile } from "../../sandbox/github/release.ts";
import type { JiraProfile } from "../../sandbox/jira/profile.ts";
import type { Store } from "../../src/ports/store.ts";
import { differences, modelDifferences } from "./compare.ts";
import { endHidden, endsHidden } from "./hidden-end.ts";
import { Game, turnMs } from "./game.ts";
import { unfollowed } from "./moved.ts";
import type { Played } from "./played.ts";
import { sound, type Plant } from "./planted/plant.ts";
import { randomFor } from "./randomness.ts";
import { createWorld, type World } from "./world.ts";

export type PlayOptions = {
  readonly seed: number;
  readonly steps: number;
  /** Emptied before. */
  readonly store: Store;
  /** For the clean run at the end; emptied before. */
  readonly clean: Store;
  /** Faults never end, and the simulation judges only what must never happen. */
  readonly unending?: boolean;
  /** `cloud` by default. */
  readonly jira?: JiraProfile;
  /** `cloud` by default. */
  readonly github?: GithubProfile;
  readonly plant?: Plant;
  /** Ends the history at its first failure, without looking for others. */
  readonly stopsAtFailure?: boolean;
  /** Called for each turn of the scheduler. */
  readonly onTurn?: (line: string) => void;
};

const minuteMs = 60_000;

const nothing = { diverged: [], writesAfterRest: 0, unheard: [] } as const;

/**
 * One random history, reproducible by its seed: people change the trackers, faults hit the service, then everything
 * comes to rest.
 */
export async function play(options: PlayOptions): Promise<Played> {
  const { seed, steps, store, unending = false, plant = sound, stopsAtFailure = false, onTurn } = options;
  const world = await createWorld(seed, options);
  try {
    await store.reset();
    await startAll(store, world.trains, world.time.clock());
    using game = new Game(world, { seed, store, unending, plant, ...(onTurn && { onTurn }) });
    await game.pass(minuteMs);
    const isOver = () => stopsAtFailure && game.hasFailed;
    for (let step = 1; step <= steps && !isOver(); step += 1) await game.step(randomFor(seed, `step ${step}`));
    if (world.coverage.faults + game.restarts === 0) await game.trip(randomFor(seed, "trip"));
    const unfinished = { world, game, options: { ...options, unending: true } };
    if (unending || isOver()) return await judged(unfinished, nothing);
    await game.rest();
    await game.lookAtAges();
    if (isOver()) return await judged(unfinished, nothing);
    const unscheduled = game.queue.unscheduled(world);
    const before = game.watcher.writes;
    await game.pass(turnMs);
    const writesAfterRest = game.watcher.writes - before;
    const { deleted, moved } = game.people;
    const diverged = [
      ...unscheduled,
      ...(await unfollowed(world.sandbox.github, store, moved)),
      ...(await failing(() => differences(world, { store, clean: options.clean, deleted }))),
    ];
    if (stopsAtFailure && diverged.length > 0)
      return await judged({ world, game, options }, { ...nothing, diverged, writesAfterRest });
    await game.tell(randomFor(seed, "told"));
    const unheard = await failing(() => modelDifferences(world, { store, clean: options.clean }));
    // Gives the last accepted delivery its time as well.
    await game.pass(minuteMs);
    const hidden = { world, game, random: randomFor(seed, "hidden") };
    const ended = endsHidden(seed) ? await failing(() => endHidden(hidden, { store, clean: options.clean })) : [];
    return await judged({ world, game, options }, { diverged: [...diverged, ...ended], writesAfterRest, unheard });
  } finally {
    await world.sandbox.close();
  }
}

/** A service that stood still may leave faults for the clean run: then the history fails, and the next seed can be played. */
async function failing(compare: () => Promise<readonly string[]>): Promise<readonly string[]> {
  try {
    return await compare();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return [`the clean run failed: ${error.message}`];
  }
}

type Ended = { readonly world: World; readonly game: Game; readonly options: PlayOptions };

async function judged(
  { world, game, options }: Ended,
  { diverged, writesAfterRest, unheard }: Pick<Played, "diverged" | "writesAfterRest" | "unheard">,
): Promise<Played> {
  const { people, watcher, scheduler } = game;
  const { seed, steps, unending = false } = options;
  watcher.look();
  watcher.started();
  return {
    seed,
    steps,
    faults: world.coverage.faults,
    restarts: game.restarts,
    diverged: [...(game.isRestless ? ["it never came to rest"] : []), ...diverged],
    unheard,
    rejuvenated: game.ages.rejuvenated,
    duplicates: [...watcher.duplicates],
    lost: [...(await lostOf(game, options.store, unending)), ...game.answers.lost],
    overwritten: people.overwritten(),
    afterStop: watcher.afterStop,
    broken: [...game.broken, ...people.mistakes],
    writesAfterRest,
    writes: watcher.writes,
    changes: people.changes,
    refusals: Object.fromEntries(people.refusals),
    pairs: [...world.coverage.pairs],
    turns: scheduler.turns,
    trace: scheduler.digest,
  };
}

/** More deliveries than any history has. */
const allDeliveries = 100_000;

/** Accepted deliveries that are not stored; while faults continue, stored ones may still be processed. */
async function lostOf({ accepted, people }: Game, store: Store, unending: boolean): Promise<readonly string[]> {
  const kept = await store.inbox.list({ limit: allDeliveries });
  const ids = new Set(kept.map(({ deliveryId }) => deliveryId));
  const gone = [...accepted].flatMap(([id, event]) => (ids.has(id) ? [] : [`${event} accepted and not kept`]));
  if (unending) return gone;
  const undone = kept.filter(({ state }) => state === "received" || state === "failed");
  // A delivery about a hidden repository may end as failed, with the reason: it is reported, not lost. The first sweep
  // that sees the repository again reads its items; the comparison of the models shows that.
  const isOfHidden = (reason: string | null) =>
    [...people.hidden].some((name) => reason?.includes(`'${name}'`) === true);
  const lost = undone.filter(({ state, reason }) => state === "received" || !isOfHidden(reason));
  return [...gone, ...lost.map(({ event, state, reason }) => `${event} ${state} ${reason ?? ""}`)];
}
