/** What a team writes down about one feature. Everything is invented. */
export type FeatureText = {
  readonly title: string;
  /** Why it is wanted: goes into descriptions. */
  readonly why: string;
  /** How people call it in passing: "Runbook for …". */
  readonly noun: string;
  /** First and last iteration it is planned for, 1 to 10 over both increments. */
  readonly span: readonly [number, number];
  /** In the order in which they are built. `bug:` and `task:` say the kind, the rest are stories. */
  readonly children: readonly string[];
};

export type TeamText = {
  readonly features: readonly FeatureText[];
  /** Work that belongs to no feature, written like `children`. */
  readonly loose: readonly string[];
};
