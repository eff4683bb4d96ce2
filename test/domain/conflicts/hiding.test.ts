import { fc, test as property } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import type { ConflictRecord } from "../../../src/domain/conflicts/conflict.ts";
import type { WorkItem } from "../../../src/domain/items/work-item.ts";
import type { Model } from "../../../src/domain/model/model.ts";
import { evaluate } from "../../support/look-once.ts";
import { generatedTrains } from "../generated-trains.ts";
import { now } from "../plan.ts";

/** One way in which something goes out of sight. */
function hide(facts: Model, container: string, way: "stub" | "absent"): Model {
  const kept = [...facts.items.values()].flatMap((one): WorkItem[] => {
    // The store keeps a stub for as long as its connection is read.
    if (one.container !== container || one.presence !== "present") return [one];
    return way === "absent" ? [] : [{ ...one, presence: "stub" }];
  });
  const [connection = "j"] = [...facts.items.values()].flatMap((one) =>
    one.container === container ? one.connection : [],
  );
  const failure = { code: "not-found" as const, text: "hidden", at: now };
  const state = {
    connection,
    stream: `container:${container}`,
    watermark: null,
    completedAt: null,
    rejected: 0,
    token: null,
  };
  return {
    ...facts,
    items: new Map(kept.map((one) => [one.id, one])),
    streams: [...facts.streams, { ...state, failure }],
  };
}

describe("hiding", () => {
  property.prop([generatedTrains, fc.nat(), fc.constantFrom("stub" as const, "absent" as const)], {
    numRuns: 40,
    endOnFailure: true,
  })(
    "any project or repository resolves no conflict, and showing it again brings each back with its age",
    ({ train: own, facts, at }, place, way) => {
      const containers = [...new Set([...facts.items.values()].map(({ container }) => container))].toSorted();
      const container = containers[place % containers.length] ?? "";
      const input = { train: own, past: null };
      const first = evaluate({ ...input, model: facts, previous: [], at });
      const hidden = evaluate({ ...input, model: hide(facts, container, way), previous: first.records, at: at + 1 });
      // One dependency, or the beginning of one circle, is one trouble, whichever record tells it now.
      const open = hidden.records.filter(({ state }) => state === "open");
      const isTold = ({ conflict }: ConflictRecord) =>
        open.some(({ conflict: { consumer, provider } }) => {
          return consumer === conflict.consumer && provider === conflict.provider;
        });
      const lost = hidden.records.filter((record) => record.state === "resolved" && !isTold(record));
      expect(lost.map(({ conflict }) => conflict.rule).filter((rule) => rule !== "unreadable-provider")).toEqual([]);
      const again = evaluate({ ...input, model: facts, previous: hidden.records, at: at + 2 });
      const ages = (records: typeof again.records) =>
        records
          .filter(({ state }) => state === "open")
          .map(({ fingerprint, firstSeenAt, unseenSince }) => ({ fingerprint, firstSeenAt, unseenSince }));
      expect(ages(again.records)).toEqual(ages(first.records));
    },
  );
});
