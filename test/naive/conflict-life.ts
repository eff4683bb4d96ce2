/** What an evaluation finds, as far as the life of a conflict depends on it. */
export type Finding = {
  readonly fingerprint: string;
  readonly rule: string;
  readonly severity: "conflict" | "risk" | "info";
  readonly consumer: string;
  readonly provider: string;
};

/** `until`: of a snooze; null for an acknowledgement. */
export type Answer = { readonly until: number | null };

export type Life = {
  readonly finding: Finding;
  readonly isOpen: boolean;
  readonly firstSeenAt: number;
  readonly stateSince: number;
  readonly worsenedAt: number | null;
  readonly unseenSince: number | null;
  readonly reopenings: number;
  readonly answer: Answer | null;
};

export type Evaluation = {
  readonly at: number;
  readonly found: readonly Finding[];
  /** Fingerprints of conflicts that a fact ended. */
  readonly over: ReadonlySet<string>;
  /** Fingerprints of conflicts whose dependencies and ends are as before. */
  readonly asBefore: ReadonlySet<string>;
  /** The record that counts, of an item that two connections read. */
  readonly recordOf: (item: string) => string;
};

/** The lives after an evaluation, sorted by fingerprint. See docs/rules.md, "Life of a conflict". */
export function livesAfter(before: readonly Life[], evaluation: Evaluation): readonly Life[] {
  const { found } = evaluation;
  const present = found.map((finding) => livesOn(finding, before, evaluation));
  const absent = before.filter((life) => !isFound(life, evaluation)).map((life) => ends(life, evaluation));
  return [...present, ...absent].toSorted((a, b) => (a.finding.fingerprint < b.finding.fingerprint ? -1 : 1));
}

function livesOn(finding: Finding, before: readonly Life[], evaluation: Evaluation): Life {
  const { at } = evaluation;
  const own = before.find((life) => life.finding.fingerprint === finding.fingerprint);
  const replaced = before.filter(
    (life) => life.isOpen && !isFound(life, evaluation) && takesOver(finding, life.finding, evaluation),
  );
  // Beside an unreadable provider, the conflict from before it.
  const from = own?.isOpen === true ? own : (replaced.find((life) => !isUnread(life.finding)) ?? replaced[0]);
  const earlier = from ?? own;
  const isWorse = earlier !== undefined && weight(finding) > weight(earlier.finding);
  const known = [from, own].filter((life) => life !== undefined);
  return {
    finding,
    isOpen: true,
    firstSeenAt: known.length === 0 ? at : Math.min(...known.map((life) => life.firstSeenAt)),
    stateSince: from?.stateSince ?? at,
    worsenedAt: isWorse ? at : (earlier?.worsenedAt ?? null),
    unseenSince: null,
    reopenings:
      Math.max(0, ...known.map((life) => life.reopenings)) + (from === undefined && own !== undefined ? 1 : 0),
    answer: isWorse ? null : holding(earlier?.answer ?? null, at),
  };
}

function ends(life: Life, evaluation: Evaluation): Life {
  const { at, found, over, asBefore } = evaluation;
  const answer = holding(life.answer, at);
  const hidden = asBefore.has(life.finding.fingerprint) ? answer : null;
  if (!life.isOpen) return { ...life, answer: hidden };
  const ended = { ...life, isOpen: false, stateSince: at, unseenSince: null };
  if (found.some((one) => takesOver(one, life.finding, evaluation))) return { ...ended, answer: null };
  if (over.has(life.finding.fingerprint)) return { ...ended, answer: hidden };
  return { ...life, unseenSince: life.unseenSince ?? at, answer };
}

function isFound({ finding }: Life, { found }: Evaluation): boolean {
  return found.some(({ fingerprint }) => fingerprint === finding.fingerprint);
}

/** An unreadable provider ends nothing else; a cycle and a dependency of it are two problems. */
function takesOver(taker: Finding, taken: Finding, { recordOf }: Evaluation): boolean {
  const isSame = recordOf(taker.consumer) === recordOf(taken.consumer) && taker.provider === taken.provider;
  const isOfKind = (taker.rule === "cycle") === (taken.rule === "cycle");
  return isSame && isOfKind && (!isUnread(taker) || isUnread(taken));
}

function isUnread({ rule }: Finding): boolean {
  return rule === "unreadable-provider";
}

function weight({ severity }: Finding): number {
  return { info: 0, risk: 1, conflict: 2 }[severity];
}

function holding(answer: Answer | null, at: number): Answer | null {
  return answer !== null && answer.until !== null && answer.until <= at ? null : answer;
}
