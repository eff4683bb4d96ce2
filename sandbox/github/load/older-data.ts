import type { GithubRepoData, IssueAddress, RawRecord, SandboxData } from "../../data.ts";
import { listAt, recordsAt, textAt } from "../../record.ts";

/** Events of features that the older release lacks. */
const newerEvents = /^(?:blocked_by|blocking|parent_issue|sub_issue|issue_type)_/u;

/**
 * The data as people of an older Enterprise Server would have entered it: a dependency is a line of the body, a type is a
 * label, and there are no sub-issues.
 */
export function inOlderForm(data: SandboxData["github"]): SandboxData["github"] {
  return Object.fromEntries(
    Object.entries(data).map(([name, repository]) => [name, olderRepository(name, repository)]),
  );
}

function olderRepository(name: string, data: GithubRepoData): GithubRepoData {
  const blockers = new Map(data.dependencies.map(({ number, blocked_by: addresses }) => [number, addresses]));
  const issues = data.issues.map((raw) => olderIssue(name, raw, blockers.get(Number(raw["number"])) ?? []));
  return { ...data, issues, dependencies: [], subIssues: [] };
}

function olderIssue(repository: string, raw: RawRecord, blockers: readonly IssueAddress[]): RawRecord {
  const type = textAt(raw, "type", "name");
  const lines = blockers.map((blocker) => blockedBy(repository, blocker));
  return {
    ...raw,
    body: [textAt(raw, "body") ?? "", ...lines].filter((part) => part !== "").join("\n\n"),
    labels: [...listAt(raw, "labels"), ...(type === null ? [] : [type])],
    type: null,
    parent_issue_url: null,
    ...(raw["state_reason"] === "duplicate" && { state_reason: "not_planned" }),
    timeline: recordsAt(raw, "timeline").filter((entry) => !newerEvents.test(textAt(entry, "event") ?? "")),
  };
}

/** The words for a dependency, as people write them into an issue of this repository. */
export function blockedBy(here: string, { repository, number }: IssueAddress): string {
  return `Blocked by ${repository === here ? "" : repository}#${number}`;
}
