import { evaluating } from "./evaluate-context.ts";
import type { Consent, Started } from "../domain/consent.ts";
import { Failure } from "../domain/failure.ts";
import type { Train } from "../domain/model/train.ts";
import type { Store } from "../ports/store.ts";
import { unreadSources } from "../reporting/proposal-document.ts";
import { evaluateConflicts } from "../reporting/evaluate-train.ts";
import { consentJson, decide } from "./consent.ts";
import { trainNamed } from "./open-store.ts";
import { outJson, outLine, type Terminal } from "./terminal.ts";

export type StartFlags = { readonly withStanding?: boolean; readonly json?: boolean };

export async function runStart(
  store: Store,
  flags: StartFlags & { readonly train: string | undefined },
  terminal: Terminal,
): Promise<void> {
  const train = await trainNamed(store, flags.train);
  const withStanding = flags.withStanding === true;
  const at = Date.now();
  if (!withStanding) await requireRead(store, train, at);
  const { consent, changed } = await decide(store, train.key, (was) => started(was, { withStanding, at }));
  if (flags.json === true) outJson(terminal, consentJson(train, consent));
  else for (const line of startedLines(train, consent, changed)) outLine(terminal, line);
}

/** A start after a stop counts from its own instant. Null if the train is already started in this way. */
function started(was: Consent, { withStanding, at }: { readonly withStanding: boolean; readonly at: number }) {
  if (was.state !== "started") return { state: "started", since: at, withStanding } satisfies Started;
  return withStanding && !was.withStanding ? { ...was, withStanding } : null;
}

/** @throws Failure `guard` if Signalbox has not read the present state: everything would look new */
async function requireRead(store: Store, train: Train, at: number): Promise<void> {
  const { rollup } = await evaluateConflicts(evaluating(store), train, at);
  const unread = unreadSources(rollup);
  if (unread.length === 0) return;
  throw new Failure({
    code: "guard",
    what: `${train.name} has not been read completely (${unread.join(", ")}): every conflict would count as new and get a comment.`,
    remedy: "Run `signalbox sync` first, or let `serve` read everything once, or start with --with-standing.",
    verdict: { kind: "stop" },
  });
}

function startedLines({ key, name }: Train, consent: Consent, changed: boolean): readonly string[] {
  const all = consent.state === "started" && consent.withStanding;
  const scope = all
    ? "Signalbox comments on every conflict, including those already open"
    : `Signalbox comments on conflicts that are new from now on; \`signalbox start ${key} --with-standing\` adds those already open`;
  if (!changed) return [`${name} is already started; nothing changed.`];
  return [
    `${name} is started: ${scope}.`,
    "The next `signalbox apply` writes; if `serve` runs, its next evaluation does (serve.recompute).",
  ];
}
