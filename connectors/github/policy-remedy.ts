type Remedy = (connection: string) => string;

/** Refusals that no permission mends, by GitHub's words. */
const policies: readonly (readonly [RegExp, Remedy])[] = [
  [
    /\bIP allow list\b/iu,
    () =>
      "An owner of the organisation adds the address of this machine to its IP allow list, or Signalbox runs where an allowed address is.",
  ],
  [
    /\btoken's lifetime\b/iu,
    (key) => `Create a token for connection ${key} that expires as early as the organisation demands.`,
  ],
  [
    /\bforbids access via a\b.*\btoken/iu,
    (key) =>
      `Give connection ${key} another kind of credential, such as a GitHub App: the organisation does not accept this kind of token.`,
  ],
  [
    /\bOAuth App access restrictions\b/iu,
    (key) =>
      `Give connection ${key} a fine-grained token or a GitHub App, or let an owner of the organisation approve the OAuth app of this token.`,
  ],
  [
    /\baccount was suspended\b/iu,
    (key) => `Ask an administrator of GitHub why the account of connection ${key} is suspended.`,
  ],
  [
    /\bRepository access blocked\b/iu,
    () =>
      "GitHub blocks this repository for everyone: ask its owners why, and take it out of the train file until they settled it.",
  ],
];

/** The remedy for a policy of an organisation, or of GitHub, that refuses a credential which may have the permission; null for other words. */
export function policyRemedy(connection: string, words: string): string | null {
  const [, remedy] = policies.find(([pattern]) => pattern.test(words)) ?? [];
  return remedy?.(connection) ?? null;
}
