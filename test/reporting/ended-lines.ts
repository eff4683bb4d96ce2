import type { Conflict } from "../../src/domain/conflicts/conflict.ts";
import type { Dependency } from "../../src/domain/items/dependency.ts";
import type { LinkEnd, WorkItemId } from "../../src/domain/ids.ts";
import type { PlannedItem } from "../../src/domain/model/planned-item.ts";
import type { TrainView } from "../../src/domain/model/train-plan.ts";
import { plain } from "../../src/reporting/conflict-sentence.ts";
import { endedLine } from "../../src/reporting/ended-words.ts";
import {
  aConflict,
  aGithubItem,
  anItem,
  aRecord,
  githubId,
  iterations,
  jiraId,
  noon,
  planned,
} from "../support/builders.ts";
import { aView } from "../support/views.ts";

export const [, second = null, third = null, fourth = null] = iterations(5);
export const dayMs = 86_400_000;
/** As `aConflict` saw them: PAY-1 in iteration 2, acme/api#1 in iteration 4, without dates. */
export const consumer = planned(anItem(), { iteration: second });
export const provider = planned(aGithubItem(), { iteration: fourth });

export function needs(from: WorkItemId, to: LinkEnd): Dependency {
  return { consumer: from, provider: to, origins: ["text"], written: [], crossTracker: true };
}

const needed = needs(jiraId("1"), githubId("1"));

/** The dependency between both, unless a test gives others. */
export function seen(items: readonly PlannedItem[], dependencies: readonly Dependency[] = [needed]): TrainView {
  return aView(items, { dependencies });
}

/** The line of an ended conflict for a reader, three days after noon. */
export function told(view: TrainView, change: Partial<Conflict> = {}, reader = jiraId("1")) {
  const record = aRecord(aConflict(change), { state: "resolved", stateSince: noon + 3 * dayMs });
  const { words, certain } = endedLine({ view, reader, increment: "2026.4" }, record);
  return { says: plain(words), certain };
}
