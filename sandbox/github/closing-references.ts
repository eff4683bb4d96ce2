import type { Issue } from "./entity.ts";
import type { HostState } from "./host-state.ts";

const CLOSING =
  /\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+(?:https?:\/\/\S+?\/([\w.-]+\/[\w.-]+)\/issues\/(\d+)|([\w.-]+\/[\w.-]+)?#(\d+))/gi;

/** Ids of the issues that a pull request's body says it closes: only those of a pull request into the default branch count. */
export function closingReferences(state: HostState, pull: Issue): readonly number[] {
  if (pull.pull?.baseRef !== "main" && pull.pull?.baseRef !== "master") return [];
  const ids = [...(pull.body ?? "").matchAll(CLOSING)].flatMap(([, fromUrl, urlNumber, named, number]) => {
    const index = state.repositories.named(fromUrl ?? named ?? pull.repository.fullName);
    const found = index === null ? null : state.issues.find(index.repository, Number(urlNumber ?? number));
    return found?.at === "here" && found.issue.pull === null ? [found.issue.id] : [];
  });
  return [...new Set(ids)];
}
