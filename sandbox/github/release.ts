/** What the GitHub stand-in is: a host with every feature, or an old GitHub Enterprise Server with the same people. */
export type GithubProfile = "cloud" | "enterprise-server";

export const githubProfiles: readonly GithubProfile[] = ["cloud", "enterprise-server"];

/** A release of GitHub Enterprise Server. */
export type Release = {
  /** The version that it says it is. */
  readonly version: string;
  /**
   * Whether it has dependencies, sub-issues, issue types, the reason _duplicate_ and an issue's pull requests. 3.14 has
   * none of them (github/docs, `src/graphql/data/ghes-3.14/schema.json`).
   */
  readonly isWhole: boolean;
  /** Whether it has rate limits, which an Enterprise Server's administrators switch on. */
  readonly isLimited: boolean;
};

const releases: Readonly<Record<GithubProfile, Release>> = {
  cloud: { version: "3.21.0", isWhole: true, isLimited: true },
  "enterprise-server": { version: "3.14.2", isWhole: false, isLimited: false },
};

export function releaseOf(profile: GithubProfile): Release {
  return releases[profile];
}
