import type { ConflictSeverity, TrainRuleId } from "../conflicts/conflict.ts";
import type { StatusCategory } from "../items/work-item.ts";

export type IterationKind = "regular" | "innovation-planning";

/** A period of the train. `endsOn`/`endsAt` are the first day/instant after it, in the train's time zone. */
export type Iteration = {
  readonly key: string;
  readonly name: string;
  readonly kind: IterationKind;
  readonly increment: string;
  /** Place among all iterations of the train, from 0; later is greater. */
  readonly ordinal: number;
  readonly startsOn: string;
  readonly endsOn: string;
  readonly startsAt: number;
  readonly endsAt: number;
  /** Regular expression on sprint names, for timeboxes without usable dates; null for none. */
  readonly sprintName: string | null;
};

export type Increment = {
  readonly key: string;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly iterations: readonly Iteration[];
};

/** Within one list any value matches; several lists must all match, except `boards` and `sprintName`: either is enough. */
export type JiraTeamSource = {
  readonly system: "jira";
  readonly connection: string;
  readonly projects: readonly string[];
  /** Home board of the item's latest sprint. */
  readonly boards: readonly number[];
  /** Regular expression on the name of the item's latest sprint. */
  readonly sprintName: string | null;
  readonly components: readonly string[];
  readonly labels: readonly string[];
  readonly jql: string | null;
  /** The kind of timebox that carries the plan. */
  readonly iterations: "sprint" | "version";
};

/** A GitHub project, and names of its fields; null for the ones that Signalbox finds by itself. */
export type ProjectSource = {
  /** `acme/5`: owner and number, in lower case. */
  readonly address: string;
  readonly iterationField: string | null;
  readonly pointsField: string | null;
  readonly statusField: string | null;
  /** Absent if the train file names none: Signalbox does not find it by itself. */
  readonly businessValueField?: string;
};

export type GithubTeamSource = {
  readonly system: "github";
  readonly connection: string;
  /** `owner/repo`; empty for any, if the team names a project. */
  readonly repos: readonly string[];
  readonly labels: readonly string[];
  /** The project whose items it owns; absent if it names none. */
  readonly project?: ProjectSource;
  readonly iterations: "milestone" | "iteration";
  /** Label pattern with one star, `points/*`; null if the team does not estimate. */
  readonly pointsLabel: string | null;
};

export type TeamSource = JiraTeamSource | GithubTeamSource;

export type Team = {
  readonly key: string;
  readonly name: string;
  readonly from: TeamSource;
  /** Comments on this team's items; absent if the train decides. See `commentMode`. */
  readonly comments?: CommentMode;
  /** Days (`yyyy-mm-dd`) on which this team does not work, beside the train's. */
  readonly holidays?: readonly string[];
};

/** The meaning of a Jira link type. `name` matches without case. */
export type LinkMeaning = {
  readonly name: string;
  readonly means:
    | "source-blocks-target"
    | "target-blocks-source"
    | "source-duplicates-target"
    | "target-duplicates-source";
};

/** The meaning of a status, a resolution or a label, by its name (without case) or its id. */
export type StatusMeaning = {
  readonly means: StatusCategory;
  readonly word: string;
  /** The kind of source; null for any. */
  readonly bearer: "status" | "resolution" | "label" | null;
  /** The connection in which it has this meaning; null for each. */
  readonly connection: string | null;
};

/** A field's value as people write it; a list for several. */
export type GivenValue = string | number | boolean | readonly (string | number)[];

/** By a field's name or id. */
export type GivenFields = Readonly<Record<string, GivenValue>>;

export type RollupTarget =
  | {
      readonly system: "jira";
      readonly connection: string;
      readonly project: string;
      readonly issueType: string;
      /** Fields of a new issue besides our text; people may change them. Labels, components, assignee and parent are among them. */
      readonly fields?: GivenFields;
    }
  | {
      readonly system: "github";
      readonly connection: string;
      readonly repo: string;
      /** Labels of a new issue besides ours; people may change both. */
      readonly labels?: readonly string[];
      readonly assignees?: readonly string[];
    };

/** `on`: Signalbox writes comments. `shadow`: it shows them in the rollup only. `off`: it begins none. */
export type CommentMode = "on" | "shadow" | "off";

export type CommentPolicy = {
  readonly mode: CommentMode;
  /** How long a conflict must be open before its first comment, in milliseconds. */
  readonly settleMs: number;
  /** New comments per run; runs within one hour share it. */
  readonly newPerRun: number;
};

/** Maximum age (ms) of read data before reports mention it: for streams that polls read, and for those that only sweeps read. */
export type Freshness = { readonly pollMs: number; readonly sweepMs: number };

/** A weekly digest of the train's rollup. */
export type DigestPolicy = {
  /** Keys of its channels. */
  readonly channels: readonly string[];
  /** ISO weekday; 1 is Monday. */
  readonly weekday: number;
  /** Time of day by the clocks of the train's time zone, in minutes after midnight. */
  readonly minutes: number;
};

export type Train = {
  readonly key: string;
  readonly name: string;
  readonly timeZone: string;
  readonly increments: readonly Increment[];
  /** Days (`yyyy-mm-dd`, in the train's time zone) on which the teams do not work. */
  readonly holidays?: readonly string[];
  /** In the file's order: the first team that matches owns the item. */
  readonly teams: readonly Team[];
  readonly linkMeanings: readonly LinkMeaning[];
  readonly statuses: readonly StatusMeaning[];
  readonly textReferences: boolean;
  readonly rules: Readonly<Partial<Record<TrainRuleId, ConflictSeverity | "off">>>;
  readonly rollupTargets: readonly RollupTarget[];
  readonly comments: CommentPolicy;
  /** Maximum number of writes of one issue or comment per hour. */
  readonly rewritesPerHour: number;
  readonly staleAfter: Freshness;
  /** Null for none. */
  readonly digest: DigestPolicy | null;
  /** The other trains of the file, in its order; absent for the only one. */
  readonly others?: readonly OtherTrain[];
};

/** Another train, as far as it says who plans an item. */
export type OtherTrain = Pick<Train, "name" | "teams">;

/** The GitHub project by which a team owns items; null if it names none. */
export function projectOf(team: Team | null): ProjectSource | null {
  return team?.from.system === "github" ? (team.from.project ?? null) : null;
}

export function iterationsOf(train: Train): readonly Iteration[] {
  return train.increments.flatMap((increment) => increment.iterations);
}

/** The iteration that holds `at`; null between and outside. */
export function iterationAt(train: Train, at: number): Iteration | null {
  return iterationsOf(train).find(({ startsAt, endsAt }) => startsAt <= at && at < endsAt) ?? null;
}

/** The key of the increment that holds `at`, else of the next one, else of the last; empty for a train without any. */
export function incrementAt(train: Train, at: number): string {
  return (train.increments.find(({ endsAt }) => at < endsAt) ?? train.increments.at(-1))?.key ?? "";
}

/**
 * Where the present iteration began, or the last one ended; 0 before the first. Everything that began or ended until
 * then takes effect now. It replaces now, so that an order never changes only because an hour has passed.
 */
export function lastBoundaryBy(train: Train, at: number): number {
  const boundaries = iterationsOf(train).flatMap(({ startsAt, endsAt }) => [startsAt, endsAt]);
  return Math.max(0, ...boundaries.filter((boundary) => boundary <= at));
}
