import type { Confidence, Decision, Question } from "./decision.ts";
import type { EstimateReading } from "./estimate-field.ts";
import type { ProposedIncrement } from "./increments.ts";
import type { LinkTypeReading } from "./link-directions.ts";
import type { ProposedTeam } from "./proposed-team.ts";
import type { ReportPlace } from "./report-place.ts";
import type { TeamPreview } from "./team-preview.ts";

/** A train that Signalbox proposes, with the reason of each part. */
export type Proposal = {
  readonly key: string;
  readonly name: string;
  readonly timeZone: Decision<string>;
  readonly calendar: ProposedCalendar;
  readonly teams: readonly ProposedTeam[];
  readonly linkTypes: readonly LinkTypeReading[];
  readonly estimates: readonly EstimateReading[];
  readonly reports: readonly ReportPlace[];
  readonly previews: readonly TeamPreview[];
  /** Keys of items of the sample that no team would own, by container. */
  readonly unowned: readonly { readonly container: string; readonly keys: readonly string[] }[];
  /** Projects and repositories of the train, and what joins each to the others. */
  readonly members: readonly { readonly container: string; readonly why: string }[];
  /** Projects and repositories that stay outside, and why. */
  readonly leftOut: readonly { readonly container: string; readonly why: string }[];
  readonly questions: readonly Question[];
  /** Sentences about what stands in the way, or what a person should know. */
  readonly notes: readonly string[];
};

export type ProposedCalendar = {
  readonly increments: readonly ProposedIncrement[];
  /** Days of an iteration. */
  readonly length: number;
  readonly confidence: Confidence;
  readonly why: string;
};
