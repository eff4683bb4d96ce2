import { z } from "zod";
import { conflictSeverities, trainRuleIds } from "../src/domain/conflicts/conflict.ts";
import { channel, digest } from "./channel-schema.ts";
import { connection } from "./connection-schema.ts";
import { increment } from "./increment-schema.ts";
import { serve } from "./serve-schema.ts";
import { statuses } from "./status-schema.ts";
import { commentMode, rollupTarget, team } from "./team-schema.ts";
import { holidays, milliseconds, oneOrMore, slug, text, timeZone } from "./text-schema.ts";

const increments = z.array(increment).min(1, { error: "at least one increment" }).optional();

/** SAFe's older words for `increments`, accepted but not shown. */
export const incrementWords = ["increments", "programIncrements", "pis"] as const;

const linkType = z.strictObject({
  name: text.describe("Name of the link type as Jira lists it; case does not matter"),
  means: z
    .enum(["source-blocks-target", "target-blocks-source", "source-duplicates-target", "target-duplicates-source"])
    .describe(
      "source-blocks-target: the issue with the outward link must be finished first; source-duplicates-target: it is a duplicate of the other",
    ),
});

const dependencies = z.strictObject({
  jiraLinkTypes: z
    .array(linkType)
    .optional()
    .describe("Link types that are dependencies. Default: Blocks (source-blocks-target)"),
  textReferences: z.boolean().default(true).describe("Whether `Blocked by PAY-12` in a description is a dependency"),
});

const comments = z.union(
  [
    commentMode,
    z.literal(false),
    z.strictObject({
      mode: commentMode
        .optional()
        .describe("on: write comments; shadow: show them only in the rollup; off: begin none. Default: on"),
      settle: milliseconds
        .optional()
        .describe("How long a conflict must be open before its first comment. Default: 10m"),
      newPerRun: z
        .int({ error: "a whole number" })
        .min(0, { error: "0 or more" })
        .optional()
        .describe("Maximum number of new comments within one hour. Default: 20"),
    }),
  ],
  { error: "on, shadow, off, or settings such as `settle: 10m`" },
);

const reports = z.strictObject({
  rollup: oneOrMore(rollupTarget, "a place").optional().describe("Where Signalbox keeps the train's rollup issue"),
  comments: comments.optional().describe("Comments on items whose dependency is in conflict"),
  rewritesPerHour: z
    .int({ error: "a whole number" })
    .min(1, { error: "1 or more" })
    .optional()
    .describe("Maximum number of writes of one issue or comment per hour. Default: 20"),
  digest: digest.optional(),
});

const portfolioReports = z.strictObject({
  portfolio: oneOrMore(rollupTarget, "a place")
    .optional()
    .describe("Where Signalbox keeps one issue over all trains: a line for each, and the decisions due first"),
});

export const train = z.strictObject({
  key: slug.describe("Short name, unique in the file"),
  name: text.optional().describe("Display name. Default: the key"),
  timeZone: timeZone.default("UTC").describe("Time zone of the train's days, e.g. Europe/Berlin. Default: UTC"),
  increments: increments.describe("The planning increments (SAFe: PI)"),
  programIncrements: increments.describe("Older word for `increments`"),
  pis: increments.describe("Older word for `increments`"),
  holidays: holidays.describe("Days on which no team works; the forecast leaves them out"),
  teams: z.array(team).min(1, { error: "at least one team" }),
  dependencies: dependencies.optional(),
  statuses: statuses
    .optional()
    .describe(
      "Meaning of Jira's statuses and resolutions and of GitHub's labels, for those whose tracker does not define it",
    ),
  rules: z
    .partialRecord(z.enum(trainRuleIds), z.enum([...conflictSeverities, "off"]))
    .optional()
    .describe("Severity of a rule instead of its default, or off"),
  reports: reports.optional(),
});
export type TrainEntry = z.output<typeof train>;

export const trainFile = z
  .strictObject({
    $schema: z.string().optional(),
    connections: z.record(slug, connection).optional().describe("The trackers, by a key of your choice"),
    channels: z.record(slug, channel).optional().describe("Channels for digests, by a key of your choice"),
    trains: z.array(train).min(1, { error: "at least one train" }),
    reports: portfolioReports.optional().describe("Reports over all trains"),
    serve: serve.optional().describe("Intervals and limits of `signalbox serve`"),
  })
  .describe("Signalbox train file");
export type TrainFile = z.output<typeof trainFile>;
