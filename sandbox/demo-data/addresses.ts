import type { Draft } from "./draft.ts";
import type { PullDraft } from "./pulls.ts";
import { teams, type TeamPlan } from "./teams.ts";

/** A tracker's name of an item. */
export type Address = {
  /** `PAY-214`, `acme/api#57` */
  readonly key: string;
  readonly number: number;
  /** Jira's id or GitHub's database id. */
  readonly id: number;
};

export type Addresses = {
  of(draft: Draft | PullDraft): Address;
};

/** Jira's id of the past's last item: below all others of the site. */
const lastPastJiraId = 9_999;

/** Jira counts per site, GitHub over everything: beyond 2^31, as ids are today. */
const firstJiraId = 10_200;
const firstGithubId = 2_734_118_406;

type Numbered = {
  readonly drafts: readonly Draft[];
  readonly pulls: readonly PullDraft[];
  /** Has the numbers and ids before all others, whatever it overlaps. */
  readonly past: readonly Draft[];
  /** Has the numbers and ids after all others, likewise. */
  readonly last: readonly Draft[];
};

/** Numbers everything in the order in which it was created; issues and pull requests of a repository share one row. */
export function addressesOf({ drafts, pulls, past, last }: Numbered): Addresses {
  const addresses = new Map<Draft | PullDraft, Address>();
  for (const team of teams) {
    for (const [place, draft] of [...inOrder(team, drafts, pulls), ...inOrder(team, last, [])].entries()) {
      const number = team.firstNumber + place;
      addresses.set(draft, { key: keyOf(team, number), number, id: 0 });
    }
  }
  const byCreation = [[...drafts, ...pulls], last].flatMap((all) => all.toSorted((a, b) => a.createdAt - b.createdAt));
  for (const [place, draft] of byCreation.entries()) {
    const address = addresses.get(draft);
    if (address === undefined) continue;
    const isJira = !address.key.includes("#");
    addresses.set(draft, { ...address, id: isJira ? firstJiraId + place : firstGithubId + place * 7919 });
  }
  for (const team of teams) {
    const mine = inOrder(team, past, []);
    for (const [place, draft] of mine.entries()) {
      const number = team.firstNumber - mine.length + place;
      addresses.set(draft, { key: keyOf(team, number), number, id: 0 });
    }
  }
  for (const [place, draft] of past.toSorted((a, b) => b.createdAt - a.createdAt).entries()) {
    const address = addresses.get(draft);
    if (address === undefined) continue;
    const isJira = !address.key.includes("#");
    addresses.set(draft, { ...address, id: isJira ? lastPastJiraId - place : firstGithubId - (place + 1) * 7919 });
  }
  return {
    of(draft) {
      const address = addresses.get(draft);
      if (address === undefined) throw new RangeError("not numbered");
      return address;
    },
  };
}

function inOrder(
  team: TeamPlan,
  drafts: readonly Draft[],
  pulls: readonly PullDraft[],
): readonly (Draft | PullDraft)[] {
  return [...drafts, ...pulls].filter((one) => one.team === team.key).toSorted((a, b) => a.createdAt - b.createdAt);
}

function keyOf({ home }: TeamPlan, number: number): string {
  return home.system === "jira" ? `${home.project}-${number}` : `${home.repo}#${number}`;
}
