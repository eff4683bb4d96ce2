import { connectionsOf } from "../domain/items/item-roles.ts";
import { textOf, type Failure } from "../domain/failure.ts";
import type { Train } from "../domain/model/train.ts";
import type { PublishOutcome } from "../ports/publication-ledger.ts";
import type { Waiting, WaitingReason } from "./planned-writes.ts";
import type { RefusedWrite } from "./run-result.ts";

/** The unwritten texts of a run. `resting`: why it left a connection, or one of its texts, alone; `at`: epoch milliseconds. */
export type Unfinished = {
  readonly waiting: readonly Waiting[];
  readonly refused: readonly RefusedWrite[];
  readonly resting: ReadonlyMap<string, Failure>;
  readonly at: number;
};

/**
 * Reasons that make a connection unhealthy; the train, or a person, wants the other ones. A known refusal was reported
 * then, and only counts.
 */
const troubles: ReadonlySet<WaitingReason> = new Set<WaitingReason>([
  "outcome-unknown",
  "two-of-ours",
  "found-elsewhere",
  "taken-by-another",
  "tracker-busy",
  "connection-refused",
  "rewritten-too-often",
]);

/** The state of each connection that the train, or the portfolio, writes to after a run, by its key. */
export function outcomesOf(
  train: Pick<Train, "teams" | "rollupTargets">,
  undone: Unfinished,
): readonly PublishOutcome[] {
  const targets = train.rollupTargets.map(({ connection }) => connection);
  const connections = new Set([...connectionsOf(train), ...targets]);
  return [...connections].toSorted().map((connection) => outcomeOf(connection, undone));
}

function outcomeOf(connection: string, { waiting, refused, resting, at }: Unfinished): PublishOutcome {
  const refusedNow = refused.filter((one) => one.connection === connection);
  const [before, others] = partition(waiting.filter((one) => one.connection === connection));
  const failures = [...refusedNow.map(({ failure }) => failure), resting.get(connection) ?? null];
  const present = failures.filter((failure) => failure !== null);
  const failure = present.find(({ verdict }) => verdict.kind === "stop") ?? present[0] ?? null;
  const current = failure === null ? null : { code: failure.code, text: textOf(failure) };
  const remembered = before.flatMap(({ refusal }) => refusal ?? [])[0] ?? null;
  const troubled = refusedNow.length > 0 || others.some(({ because }) => troubles.has(because));
  return {
    connection,
    at,
    asItShould: !troubled,
    waiting: countsOf(others.map(({ because }) => because)),
    refused: refusedNow.length + before.length,
    failure: current ?? remembered,
  };
}

/** Known refusals, and the rest. */
function partition(waiting: readonly Waiting[]): readonly [readonly Waiting[], readonly Waiting[]] {
  const { before = [], others = [] } = Object.groupBy(waiting, ({ because }) =>
    because === "refused-before" ? "before" : "others",
  );
  return [before, others];
}

function countsOf(reasons: readonly string[]): Readonly<Record<string, number>> {
  const groups = Map.groupBy(reasons.toSorted(), (reason) => reason);
  return Object.fromEntries([...groups].map(([reason, all]) => [reason, all.length]));
}
