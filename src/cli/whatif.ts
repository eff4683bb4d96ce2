import type { Store } from "../ports/store.ts";
import { evaluateInput, storedInput } from "../reporting/evaluate-train.ts";
import { evaluating } from "./evaluate-context.ts";
import { fixLines } from "./fix-lines.ts";
import { askedAt, type When } from "./instants.ts";
import { trainNamed } from "./open-store.ts";
import { proposedFixes } from "./proposed-fixes.ts";
import { outJson, outLine, type Terminal } from "./terminal.ts";
import { effectsOf, landedMoves } from "./whatif-effects.ts";
import { effectLines } from "./whatif-lines.ts";
import { movesGiven, type GivenMove } from "./whatif-moves.ts";
import { effectRow, fixRow } from "./whatif-rows.ts";

export type WhatifFlags = {
  readonly move?: readonly GivenMove[];
  readonly fix?: string;
  readonly at?: When;
  readonly json?: boolean;
};

/** Evaluates the stored model with items planned elsewhere, or proposes fixes. Stores nothing. */
export async function runWhatif(
  store: Store,
  flags: WhatifFlags & { readonly train: string | undefined },
  terminal: Terminal,
): Promise<void> {
  const train = await trainNamed(store, flags.train);
  const [context, ...asked] = askedAt(evaluating(store), train, flags.at);
  const input = await storedInput(context, ...asked);
  const present = { input, evaluation: await evaluateInput(context, input) };
  if (flags.move === undefined) {
    const fixes = await proposedFixes(context, present, flags.fix);
    if (flags.json === true)
      return outJson(
        terminal,
        fixes.map((fix) => fixRow(present.evaluation, fix)),
      );
    return fixLines(present.evaluation, fixes, flags.fix).forEach((line) => outLine(terminal, line));
  }
  const landed = landedMoves(present, movesGiven(present.evaluation.view, flags.move));
  const effects = await effectsOf(context, present, landed);
  if (flags.json === true) return outJson(terminal, effectRow(effects));
  return effectLines(effects).forEach((line) => outLine(terminal, line));
}
