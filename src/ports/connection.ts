/** How to reach one tracker. Secrets come from the environment and live only in memory: never stored, logged or echoed. */
export type JiraConnection = {
  readonly system: "jira";
  readonly key: string;
  /** `https://acme.atlassian.net`, without a trailing slash; browse links are built from it. */
  readonly site: string;
  readonly account: string;
  readonly token: string;
  /** Name or id of the field that holds the estimate, where discovery would be ambiguous. */
  readonly pointsField: string | null;
} & Addresses &
  Webhooks;

/** Texts hold addresses for longer than trackers keep them. */
export type Addresses = {
  /** Other addresses of the same tracker: one it had before, one of its own domain. Nothing is read or written there. */
  readonly alsoAt?: readonly string[];
};

/** How calls to our endpoint prove where they come from. */
export type Webhooks = {
  /** Secrets of signatures, the present one first; two while one is being replaced, none where webhooks are not used. */
  readonly webhookSecrets: readonly string[];
  /** For a Jira that cannot sign: the endpoint's unguessable last part. A secret as well. */
  readonly webhookPath: string | null;
};

export type GithubAuth =
  | { readonly kind: "token"; readonly token: string }
  | { readonly kind: "app"; readonly appId: string; readonly privateKey: string };

export type GithubConnection = {
  readonly system: "github";
  readonly key: string;
  /** `https://api.github.com`, or `https://HOST/api/v3` for GitHub Enterprise Server. */
  readonly apiUrl: string;
  /** `https://github.com`: links are built from it. */
  readonly webUrl: string;
  readonly auth: GithubAuth;
} & Addresses &
  Webhooks;

export type Connection = JiraConnection | GithubConnection;
