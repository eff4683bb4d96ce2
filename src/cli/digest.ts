import { evaluating } from "./evaluate-context.ts";
import { htmlOf } from "../../connectors/channels/html.ts";
import { Failure } from "../domain/failure.ts";
import type { Train } from "../domain/model/train.ts";
import type { Message } from "../ports/channel.ts";
import type { Store } from "../ports/store.ts";
import { digestDocument } from "../reporting/digest-document.ts";
import { plainText } from "../reporting/plain-text.ts";
import { evaluateStored } from "../reporting/evaluate-train.ts";
import { trainNamed } from "./open-store.ts";
import { outLine, type Terminal } from "./terminal.ts";
import { openApp } from "./wiring.ts";

export type DigestFlags = { readonly as: "text" | "html"; readonly train: string | undefined };

/** Prints the train's current digest. */
export async function showDigest(store: Store, { as, train: key }: DigestFlags, terminal: Terminal): Promise<void> {
  const { document, text } = await messageOf(store, await trainNamed(store, key));
  outLine(terminal, as === "html" ? htmlOf(document) : text);
}

export type SendFlags = { readonly train: string | undefined; readonly config?: string };

/**
 * Sends the digest now, even if it was sent before: a test of the channels.
 * @throws Failure `config-invalid` for a train without a digest; AggregateError of the channels' failures
 */
export async function sendDigestNow(flags: SendFlags, terminal: Terminal): Promise<void> {
  await using resources = new AsyncDisposableStack();
  const { store, channels, trains } = await openApp(flags, terminal, resources);
  const { key } = await trainNamed(store, flags.train);
  const train = trains.find((one) => one.key === key);
  const wanted = train?.digest?.channels ?? [];
  if (train === undefined || wanted.length === 0) throw noDigest(key);
  const message = await messageOf(store, train);
  const failures: Failure[] = [];
  for (const [name, channel] of channels) {
    if (!wanted.includes(name)) continue;
    try {
      await channel.send({ ...message, id: `${key}-${name}-now-${Date.now()}` });
      outLine(terminal, `${name}: sent`);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, "some channels did not accept the digest");
}

async function messageOf(store: Store, train: Train): Promise<Omit<Message, "id">> {
  const evaluation = await evaluateStored(evaluating(store), train, Date.now());
  const document = digestDocument(evaluation, await store.publications(train.key));
  return { document, text: plainText(document) };
}

function noDigest(train: string): Failure {
  return new Failure({
    code: "config-invalid",
    what: `The train "${train}" has no digest in the train file.`,
    remedy: "Name channels under `channels`, and give the train `reports.digest: { to: [...] }`.",
    verdict: { kind: "stop" },
  });
}
