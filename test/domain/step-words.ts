import type { Conflict, FixStep } from "../../src/domain/conflicts/conflict.ts";
import { isKeyRef } from "../../src/domain/ids.ts";
import type { LinkEnd } from "../../src/domain/ids.ts";
import type { Model } from "../../src/domain/model/model.ts";
import type { Train } from "../../src/domain/model/train.ts";
import type { Link } from "../../src/domain/items/work-item.ts";
import { blocks, item, model, now, train } from "./plan.ts";
import type { ItemChanges } from "./plan.ts";
import { viewTrain } from "../support/look-once.ts";

/** As people would say it: `move LED-1 to 3 (pay): running-iteration`. */
export function words(facts: Model, { fix }: Conflict): string[] {
  const key = (end: LinkEnd) => (isKeyRef(end) ? end : (facts.items.get(end)?.key ?? end));
  return fix.map((step) => {
    const cautions = step.cautions.map(({ kind }) => kind).join(" ");
    return `${said(step, key)} (${step.by ?? "nobody"})${cautions === "" ? "" : `: ${cautions}`}`;
  });
}

function said(step: FixStep, key: (end: LinkEnd) => string): string {
  switch (step.do) {
    case "move":
    case "schedule":
      return `${step.do} ${key(step.item)} to ${step.to}`;
    case "set-due":
      return `${key(step.item)} due ${step.on}`;
    case "drop-link":
      return `drop ${key(step.consumer)} > ${key(step.provider)}`;
    case "grant-access":
      return `read ${key(step.provider)}`;
    default:
      return `${step.do} ${key(step.item)}`;
  }
}

type Setting = { readonly at?: number; readonly on?: Partial<Train>; readonly link?: Link };

/** The steps proposed when PAY-1 waits for LED-1, and nothing else stands in the way. */
export function steps(consumer: ItemChanges, provider: ItemChanges, { at = now, on = {}, link }: Setting = {}) {
  const facts = model({
    items: [item("PAY-1", consumer), item("LED-1", provider)],
    links: [link ?? blocks("LED-1", "PAY-1")],
  });
  return viewTrain(facts, train(on), at).conflicts.flatMap((conflict) => words(facts, conflict));
}
