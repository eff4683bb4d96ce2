import type { Draft } from "../draft.ts";
import type { DemoPlan } from "../plan.ts";
import { teamOf } from "../teams.ts";

/** Relations between the issues of the demo's repositories. */
export type Relations = {
  parentOf(draft: Draft): Draft | null;
  childrenOf(draft: Draft): readonly Draft[];
  /** Blockers of an issue by GitHub's own relation. */
  blockersOf(draft: Draft): readonly Draft[];
  blockedBy(draft: Draft): readonly Draft[];
};

export function relationsOf({ drafts, dependencies }: DemoPlan): Relations {
  const byId = new Map(drafts.map((draft) => [draft.id, draft]));
  const native = dependencies.flatMap(({ consumer, provider, via }) =>
    via === "native" && typeof provider !== "string" && teamOf(consumer.team).home.system === "github"
      ? { consumer, provider }
      : [],
  );
  const children = Map.groupBy(drafts, ({ featureId }) => featureId);
  const byConsumer = Map.groupBy(native, ({ consumer }) => consumer);
  const byProvider = Map.groupBy(native, ({ provider }) => provider);
  return {
    parentOf: ({ featureId }) => byId.get(featureId ?? "") ?? null,
    childrenOf: ({ id }) => children.get(id) ?? [],
    blockersOf: (draft) => (byConsumer.get(draft) ?? []).map(({ provider }) => provider),
    blockedBy: (draft) => (byProvider.get(draft) ?? []).map(({ consumer }) => consumer),
  };
}
