import type { Issue, Repository } from "./entity.ts";
import type { HostState } from "./host-state.ts";

/** Code, in which GitHub links nothing: fenced blocks, then spans. */
const CODE = /^(`{3,}|~{3,})[\s\S]*?(?:^\1|$(?![\s\S]))|(`+)(?!`)[\s\S]*?[^`]\2(?!`)|<!--[\s\S]*?-->/gm;

/** `#12`, `GH-12`, `owner/repo#12`; the captured groups are repository and number. */
export const ISSUE_REFERENCE = /(?<![\w/&;#-])(?:([\w-]+\/[\w.-]+)?#|GH-)(\d+)\b/g;

/** `@login` and `@org/team`. */
export const MENTION = /(?<![\w/`@.])@([a-z\d](?:[a-z\d-]{0,38}[a-z\d])?(?:\/[a-z\d][\w-]*)?)(?![\w-]|@)/gi;

/** The issue or pull request of an address, relative to a repository; null if missing or unreadable. */
export function issueNamed(
  state: HostState,
  from: Repository,
  { repository, number }: { readonly repository: string | undefined; readonly number: number },
): Issue | null {
  const index = state.repositories.named(repository ?? from.fullName);
  if (index === null || !state.repositories.isReadable(index.repository)) return null;
  const found = state.issues.find(index.repository, number);
  return found.at === "here" ? found.issue : null;
}

/** The issues that GitHub links in a text: by number or by full address. */
export function mentionedIssues(state: HostState, from: Repository, text: string): readonly Issue[] {
  const prose = text.replaceAll(CODE, " ");
  const byNumber = [...prose.matchAll(ISSUE_REFERENCE)].map(([, repository, number]) => ({ repository, number }));
  const host = state.baseUrl.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
  const address = new RegExp(String.raw`${host}/([\w-]+/[\w.-]+)/(?:issues|pull)/(\d+)`, "g");
  const byUrl = [...prose.matchAll(address)].map(([, repository, number]) => ({ repository, number }));
  const issues = [...byNumber, ...byUrl].flatMap(
    ({ repository, number }) => issueNamed(state, from, { repository, number: Number(number) }) ?? [],
  );
  return [...new Set(issues)];
}
