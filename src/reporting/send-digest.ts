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

/** A channel without the digest, and its recorded failure; null if it was never tried. */
export type ChannelLeft = { readonly channel: string; readonly failed: DigestRecord | null };

/** Excludes one whose sending may have succeeded. */
export async function channelsLeft(
  { digests }: Pick<DigestLedger, "digests">,
  { train, channels, dueAt }: Pick<DueDigest, "train" | "channels" | "dueAt">,
): Promise<readonly ChannelLeft[]> {
  const known = new Map((await digests(train, dueAt)).map((record) => [record.channel, record]));
  return channels.flatMap((channel): readonly ChannelLeft[] => {
    const record = known.get(channel) ?? null;
    return record === null || record.state === "failed" ? [{ channel, failed: record }] : [];
  });
}

/**
 * Sends a digest to each of its channels, once. Stores the intent first: if the process dies, the digest is missed
 * rather than sent twice.
 * @throws Failure with verdict `retry` if a channel did not accept it and may later; the others have theirs
 */
export async function sendDigest(context: DigestContext, due: DueDigest): Promise<void> {
  const failures: Failure[] = [];
  for (const left of await channelsLeft(context.store, due)) {
    const channel = context.channels.get(left.channel);
    if (channel === undefined) continue;
    const failure = await sendTo(context, { channel, failed: left.failed }, due);
    if (failure !== null) failures.push(failure);
  }
  const [first] = failures;
  if (first !== undefined) throw first;
}

/** @returns the failure after which to try again; null if it is settled */
async function sendTo(
  context: DigestContext,
  { channel, failed }: { readonly channel: Channel; readonly failed: DigestRecord | null },
  due: DueDigest,
): Promise<Failure | null> {
  const { store, clock, log } = context;
  const { train, dueAt, message } = due;
  const fields = { train, channel: channel.key };
  const intent: DigestRecord = { train, channel: channel.key, dueAt, state: "intended", at: clock() };
  if (!(await store.saveDigest(intent, failed))) return null;
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
