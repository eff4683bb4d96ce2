import { digestLock } from "./lock-names.ts";
import { digestDueAt } from "../domain/schedule/digest-schedule.ts";
import type { Train } from "../domain/model/train.ts";
import type { JobSubject } from "../ports/jobs.ts";
import { digestDocument } from "../reporting/digest-document.ts";
import { plainText } from "../reporting/plain-text.ts";
import { evaluateStored } from "../reporting/evaluate-train.ts";
import { channelsLeft, lateByMs, sendDigest } from "../reporting/send-digest.ts";
import type { Handler, JobContext } from "./handler.ts";

type Due = { readonly train: string; readonly channels: readonly string[]; readonly dueAt: number };

/** Sends a train's weekly digest to the channels that lack it. */
export const digest: Handler<JobSubject & { kind: "digest" }> = async (context, { train: key }) => {
  const { store, runtime } = context;
  const { clock, log } = runtime;
  const train = context.trains.find((one) => one.key === key);
  const due = train === undefined ? null : dueDigest(context, train);
  // A person may have stopped the train since the job was sent: it is tried again for a day.
  if (train === undefined || due === null || !(await isStarted(context, key))) return "done";
  const sent = await store.exclusively(digestLock(key), async () => {
    const evaluation = await evaluateStored(context, train, clock());
    const document = digestDocument(evaluation, await store.publications(key));
    await sendDigest({ ...context, clock, log }, { ...due, message: { document, text: plainText(document) } });
  });
  return sent.taken ? "taken" : "done";
};

/** Whether some channel of a started train lacks a due digest. */
export async function isDigestDue(context: JobContext, train: Train): Promise<boolean> {
  const due = dueDigest(context, train);
  if (due === null || !(await isStarted(context, train.key))) return false;
  return (await channelsLeft(context.store, due)).some(({ channel }) => context.channels.has(channel));
}

/** Signalbox sends no digest before a person starts the train, nor after a person stops it. */
async function isStarted({ store }: JobContext, train: string): Promise<boolean> {
  return (await store.consent(train)).state === "started";
}

/** Null if the train has no digest, or the last one is too old. */
function dueDigest({ runtime: { clock } }: JobContext, { key, digest: policy, timeZone }: Train): Due | null {
  if (policy === null) return null;
  const dueAt = digestDueAt(policy, timeZone, clock());
  return clock() < dueAt + lateByMs ? { train: key, channels: policy.channels, dueAt } : null;
}
