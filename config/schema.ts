import { z } from "zod";
import { conflictSeverities, trainRuleIds } from "../src/domain/conflicts/conflict.ts";
import { channel, digest } from "./channel-schema.ts";
import { connection } from "./connection-schema.ts";
import { increment } from "./increment-schema.ts";
import { serve } from "./serve-schema.ts";
import { statuses } from "./status-schema.ts";
import { commentMode, rollupTarget, team } from "./team-schema.ts";
import { milliseconds, oneOrMore, slug, text, timeZone } from "./text-schema.ts";

const increments = z.array(increment).min(1, { error: "at least one increment" }).optional();

/** SAFe's older words for `increments`, understood but not shown. */
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
    .describe("Link types that are dependencies; Blocks (source-blocks-target) where left out"),
  textReferences: z.boolean().default(true).describe("Whether `Blocked by PAY-12` in a description is a dependency"),
});

const comments = z.union(
  [
    commentMode,
    z.literal(false),
    z.strictObject({
      mode: commentMode
        .optional()
        .describe("on: write comments; shadow: only show them in the rollup; off: begin none. on where left out"),
      settle: milliseconds.optional().describe("How long a conflict must stand before the first comment; 10m"),
      newPerRun: z
        .int({ error: "a whole number" })
        .min(0, { error: "0 or more" })
        .optional()
        .describe("New comments per run at most; 20"),
    }),
  ],
  { error: "on, shadow, off, or settings such as `settle: 10m`" },
);

const reports = z.strictObject({
  rollup: oneOrMore(rollupTarget, "a place").optional().describe("Where the train's rollup issue is kept"),
  comments: comments.optional().describe("Comments on items whose dependency is in conflict"),
  rewritesPerHour: z
    .int({ error: "a whole number" })
    .min(1, { error: "1 or more" })
    .optional()
    .describe("How often one issue or comment may be written within an hour; 20"),
  digest: digest.optional(),
});

const portfolioReports = z.strictObject({
  portfolio: oneOrMore(rollupTarget, "a place")
    .optional()
    .describe("Where one issue over all trains is kept: a line for each, and what has to be decided first"),
});

export const train = z.strictObject({
  key: slug.describe("Short name, unique in the file"),
  name: text.optional().describe("As people say it; the key where left out"),
  timeZone: timeZone.default("UTC").describe("Days begin in this zone, e.g. Europe/Berlin; UTC where left out"),
  increments: increments.describe("The planning increments (SAFe: PI)"),
  programIncrements: increments.describe("Older word for `increments`"),
  pis: increments.describe("Older word for `increments`"),
  teams: z.array(team).min(1, { error: "at least one team" }),
  dependencies: dependencies.optional(),
  statuses: statuses
    .optional()
    .describe("What statuses and resolutions of Jira and labels of GitHub mean, where their tracker does not tell"),
  rules: z
    .partialRecord(z.enum(trainRuleIds), z.enum([...conflictSeverities, "off"]))
    .optional()
    .describe("Severity of a rule where the default does not fit, or off"),
  reports: reports.optional(),
});
export type TrainEntry = z.output<typeof train>;

/** The whole file. */
export const trainFile = z
  .strictObject({
    $schema: z.string().optional(),
    connections: z.record(slug, connection).optional().describe("The trackers, by a key of your choice"),
    channels: z.record(slug, channel).optional().describe("Where digests are sent, by a key of your choice"),
    trains: z.array(train).min(1, { error: "at least one train" }),
    reports: portfolioReports.optional().describe("Reports over all trains"),
    serve: serve.optional().describe("What the service does by itself, and how often"),
  })
  .describe("Signalbox train file");
export type TrainFile = z.output<typeof trainFile>;
