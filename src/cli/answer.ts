import { userInfo } from "node:os";
import { fingerprintsNamed, type ConflictAnswer } from "../domain/conflicts/answer.ts";
import type { ConflictRecord } from "../domain/conflicts/conflict.ts";
import { Failure } from "../domain/failure.ts";
import type { Train } from "../domain/model/train.ts";
import { zoneOf } from "../domain/schedule/civil-day.ts";
import type { Clock } from "../ports/runtime.ts";
import type { Store } from "../ports/store.ts";
import { answerJson, answerWords } from "../reporting/answer-words.ts";
import { openIds } from "../reporting/conflict-rows.ts";
import { conflictSentence, plain } from "../reporting/conflict-sentence.ts";
import { evaluateAndStore } from "../reporting/evaluate-train.ts";
import type { Evaluation } from "../reporting/evaluate.ts";
import { evaluating } from "./evaluate-context.ts";
import { trainNamed } from "./open-store.ts";
import { outJson, outLine, type Terminal } from "./terminal.ts";

export type AnswerFlags = { readonly by?: string; readonly json?: boolean };
export type Named = { readonly train: string; readonly conflict: string };

export async function runAcknowledge(
  store: Store,
  { note, ...asked }: Named & AnswerFlags & { readonly note?: string },
  terminal: Terminal,
): Promise<void> {
  const by = asked.by ?? accountName();
  const answered = await answer(store, asked, (_, at) => ({ kind: "acknowledged", at, by, note: note ?? null }));
  show(
    { ...asked, terminal },
    answered,
    "Signalbox begins no comment about it until it worsens; it counts in the verdict.",
  );
}

export async function runSnooze(
  store: Store,
  { until: day, ...asked }: Named & AnswerFlags & { readonly until: string },
  terminal: Terminal,
): Promise<void> {
  const by = asked.by ?? accountName();
  const answered = await answer(store, asked, ({ timeZone }, at) => {
    const until = zoneOf(timeZone).startOf(day);
    if (until === null || until <= at) throw notAhead(day);
    return { kind: "snoozed", at, by, until, day };
  });
  show({ ...asked, terminal }, answered, "It is back on that day, or as soon as it worsens; it counts in the verdict.");
}

export async function runRemind(store: Store, asked: Named & AnswerFlags, terminal: Terminal): Promise<void> {
  const answered = await answer(store, asked, () => null);
  show({ ...asked, terminal }, answered, "Signalbox reports it like any other conflict.");
}

type AnswerAt = (train: Train, at: number) => ConflictAnswer | null;
type Answered = { readonly evaluation: Evaluation; readonly record: ConflictRecord; readonly id: string };

async function answer(store: Store, { train: key, conflict }: Named, answerAt: AnswerAt): Promise<Answered> {
  const train = await trainNamed(store, key);
  return storeAnswer(store, { train, conflict, clock: Date.now }, answerAt);
}

/** `conflict`: the beginning of its id, or its fingerprint. */
export type Asked = { readonly train: Train; readonly conflict: string; readonly clock: Clock };

/**
 * Evaluates the train, so that the conflict is the present one, and stores the answer by compare-and-swap.
 * @throws Failure if the train has no such open conflict, and of the database
 */
export async function storeAnswer(
  store: Store,
  { train, conflict, clock }: Asked,
  answerAt: AnswerAt,
): Promise<Answered> {
  for (;;) {
    const at = clock();
    const evaluation = await evaluateAndStore(evaluating(store), train, at);
    const { records } = evaluation;
    const found = conflictNamed(records, conflict, train);
    const record = { ...found, answer: answerAt(train, at) };
    const next = records.map((one) => (one === found ? record : one));
    const id = openIds(records)(found.fingerprint);
    if (await store.saveConflicts(train.key, next, records)) return { evaluation, record, id };
  }
}

function conflictNamed(records: readonly ConflictRecord[], name: string, { key }: Train): ConflictRecord {
  const open = records.filter(({ state }) => state === "open");
  const named = new Set(
    fingerprintsNamed(
      name,
      open.map(({ fingerprint }) => fingerprint),
    ),
  );
  const [found, ...others] = open.filter(({ fingerprint }) => named.has(fingerprint));
  if (found !== undefined && others.length === 0) return found;
  throw new Failure({
    code: "config-invalid",
    what:
      found === undefined
        ? `The train ${key} has no open conflict "${name}".`
        : `Several open conflicts of the train ${key} begin with "${name}".`,
    remedy: `\`signalbox conflicts ${key}\` shows the id of each in brackets, at the end of its first line.`,
    verdict: { kind: "stop" },
  });
}

function notAhead(day: string): Failure {
  return new Failure({
    code: "config-invalid",
    what: `${day} is no day after today.`,
    remedy: "Give --until a later day, such as 2027-01-11; the conflict is back as that day begins.",
    verdict: { kind: "stop" },
  });
}

/** The command's own account: a process that answers for another one has the same. */
function accountName(): string {
  try {
    return userInfo().username;
  } catch (cause) {
    throw new Failure({
      code: "config-invalid",
      what: "The operating system has no name for this account.",
      remedy: "Give your name with --by.",
      verdict: { kind: "stop" },
      cause,
    });
  }
}

/** @param follows what Signalbox does then */
function answerLines({ evaluation, record, id }: Answered, follows: string): readonly string[] {
  const { view, rollup } = evaluation;
  const { key, timeZone } = view.train;
  const { conflict, answer } = record;
  const said = answer === null ? "Not acknowledged or snoozed" : answerWords(answer, timeZone);
  const back = answer === null ? "" : ` \`signalbox remind ${key} ${id}\` takes this back.`;
  return [`${said}: ${plain(conflictSentence(view, conflict, rollup.increment))}`, `${follows}${back}`];
}

type Shown = Pick<AnswerFlags, "json"> & { readonly terminal: Terminal };

function show({ json = false, terminal }: Shown, answered: Answered, follows: string): void {
  if (!json) return answerLines(answered, follows).forEach((line) => outLine(terminal, line));
  const { evaluation, record, id } = answered;
  const { fingerprint } = record;
  outJson(terminal, { train: evaluation.view.train.key, id, fingerprint, answer: answerJson(record.answer) });
}
