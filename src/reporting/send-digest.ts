import { Failure } from "../domain/failure.ts";
import type { Channel, Message } from "../ports/channel.ts";
import type { Clock, Log } from "../ports/runtime.ts";
import type { DigestLedger, DigestRecord } from "../ports/evaluation-ledger.ts";

export type DigestContext = {
  readonly store: DigestLedger;
  readonly channels: ReadonlyMap<string, Channel>;
  readonly clock: Clock;
  readonly log: Log;
};

/** One train's digest of one week. `dueAt` in epoch milliseconds. */
export type DueDigest = {
  readonly train: string;
  readonly channels: readonly string[];
  readonly dueAt: number;
  readonly message: Omit<Message, "id">;
};

/** How long (ms) a late digest is still worth sending. */
export const lateByMs = 86_400_000;

/** A channel whose digest is not settled: it was never tried (null), or `failed`, or is still `intended`. */
export type ChannelLeft = { readonly channel: string; readonly record: DigestRecord | null };

/** Of another instant of the same day: people moved the digest's hour or the train's time zone after it. */
const mayHaveArrived: ReadonlySet<DigestRecord["state"]> = new Set(["intended", "sent", "unknown"]);

/** Excludes those that have a digest, or may have one, of that instant or of another one less than a day away. */
export async function channelsLeft(
  { digests }: Pick<DigestLedger, "digests">,
  { train, channels, dueAt }: Pick<DueDigest, "train" | "channels" | "dueAt">,
): Promise<readonly ChannelLeft[]> {
  const known = Map.groupBy(await digests(train, dueAt), (record) => record.channel);
  return channels.flatMap((channel): readonly ChannelLeft[] => {
    const records = known.get(channel) ?? [];
    if (records.some((one) => one.dueAt !== dueAt && mayHaveArrived.has(one.state))) return [];
    const record = records.find((one) => one.dueAt === dueAt) ?? null;
    const isLeft = record === null || record.state === "failed" || record.state === "intended";
    return isLeft ? [{ channel, record }] : [];
  });
}

/**
 * Sends a digest to each of its channels, once. Stores the intent first: if the process dies, the digest is missed
 * rather than sent twice, and the next call says so. Call it under the digest's lock.
 * @throws Failure with verdict `retry` if a channel did not accept it and may later; the others have theirs
 */
export async function sendDigest(context: DigestContext, due: DueDigest): Promise<void> {
  const failures: Failure[] = [];
  for (const left of await channelsLeft(context.store, due)) {
    const channel = context.channels.get(left.channel);
    if (channel === undefined) continue;
    const { record } = left;
    const failure =
      record?.state === "intended" ? await giveUp(context, record) : await sendTo(context, { channel, record }, due);
    if (failure !== null) failures.push(failure);
  }
  const [first] = failures;
  if (first !== undefined) throw first;
}

/** The process that was about to send it has died. @returns null: it is settled */
async function giveUp({ store, clock, log }: DigestContext, record: DigestRecord): Promise<null> {
  const { train, channel } = record;
  const remedy = "Look whether it is there; `signalbox digest --send` sends one to every channel.";
  log.warn({ train, channel, code: "outcome-unknown", remedy }, "digest interrupted, it may have arrived");
  await store.saveDigest({ ...record, state: "unknown", at: clock() }, record);
  return null;
}

/** @returns the failure after which to try again; null if it is settled */
async function sendTo(
  context: DigestContext,
  { channel, record }: { readonly channel: Channel; readonly record: DigestRecord | null },
  due: DueDigest,
): Promise<Failure | null> {
  const { store, clock, log } = context;
  const { train, dueAt, message } = due;
  const fields = { train, channel: channel.key };
  const intent: DigestRecord = { train, channel: channel.key, dueAt, state: "intended", at: clock() };
  if (!(await store.saveDigest(intent, record))) return null;
  const settle = (state: DigestRecord["state"]) => store.saveDigest({ ...intent, state, at: clock() }, intent);
  try {
    await channel.send({ id: `${train}-${channel.key}-${dueAt}`, ...message });
    await settle("sent");
    log.info(fields, "digest sent");
    return null;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    log.warn({ ...fields, code: error.code, reason: error.message, remedy: error.remedy }, "digest not sent");
    const isRetried = error.verdict.kind === "retry";
    await settle(error.code === "outcome-unknown" ? "unknown" : isRetried ? "failed" : "refused");
    return isRetried ? error : null;
  }
}
