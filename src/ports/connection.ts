/**
 * How Signalbox reaches one tracker. Secrets come from the environment and stay in memory: Signalbox never stores, logs
 * or prints them.
 */
export type JiraConnection = {
  readonly system: "jira";
  readonly key: string;
  /** `https://acme.atlassian.net` or `https://acme.example/jira`, without a trailing slash; browse links are built from it. */
  readonly site: string;
  /**
   * `https://api.atlassian.com/ex/jira/CLOUD-ID`: where requests go with a token with scopes, which Jira Cloud takes
   * nowhere else. Absent for other tokens; links lead to the site either way.
   */
  readonly gateway?: string;
  /** E-mail address of the token's account at Jira Cloud; null for Jira Data Center, whose token stands alone. */
  readonly account: string | null;
  readonly token: string;
  /** Name or id of the estimate field, for sites where the probe finds several. */
  readonly pointsField: string | null;
  /** Name or id of the field with the business value; absent if the train file names none. */
  readonly businessValueField?: string;
} & Addresses &
  Webhooks;

/** Addresses of a tracker: texts still contain a former address after the tracker has moved. */
export type Addresses = {
  /** Other addresses of the same tracker, such as a former one or a custom domain. Signalbox sends no request there. */
  readonly alsoAt?: readonly string[];
};

/** How the endpoint verifies that a call comes from the tracker. */
export type Webhooks = {
  /** Signature secrets, the present one first: two during a replacement, none without webhooks. */
  readonly webhookSecrets: readonly string[];
  /** For a Jira that cannot sign: the unguessable last part of the endpoint's path, also a secret. */
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
