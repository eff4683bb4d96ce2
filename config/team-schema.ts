import { z } from "zod";
import { projectKey as projectGrammar } from "../src/domain/items/issue-key.ts";
import { holidays, oneOrMore, pattern, slug, text } from "./text-schema.ts";

const repo = z.string().regex(/^[\w.-]+\/[\w.-]+$/, { error: "a repository such as acme/api" });
const project = z
  .string({ error: "a GitHub project such as acme/5" })
  // Managed users have an underscore in their names.
  .regex(/^[A-Za-z\d](?:[\w-]*[A-Za-z\d])?\/[1-9]\d{0,8}$/, { error: "a GitHub project such as acme/5" });
const projectKey = z.string().regex(projectGrammar, { error: "a Jira project key such as PAY" });

const projects = oneOrMore(projectKey, "a Jira project key such as PAY").optional();
const boards = oneOrMore(z.int().min(1, { error: "a board's number" }), "a board's number").optional();
const components = oneOrMore(text, "a component's name").optional();
const labels = oneOrMore(text, "a label").optional();
const repos = oneOrMore(repo, "a repository such as acme/api").optional();

const jiraSource = z.strictObject({
  jira: slug.describe("Key of a Jira connection"),
  project: projects.describe("Project key, or a list; any matches"),
  projects: projects.describe("As `project`"),
  board: boards.describe("Number of the board of the item's latest sprint, or a list"),
  boards: boards.describe("As `board`"),
  sprintName: pattern.optional().describe("Regular expression on the name of the item's latest sprint"),
  component: components.describe("Component, or a list; any matches"),
  components: components.describe("As `component`"),
  label: labels.describe("Label, or a list; any matches"),
  labels: labels.describe("As `label`"),
  jql: text.optional().describe("Items that this query returns"),
  iterations: z
    .enum(["sprint", "version"])
    .optional()
    .describe("Kind of timebox that the team plans in. Default: sprint"),
});

const githubSource = z
  .strictObject({
    github: slug.describe("Key of a GitHub connection"),
    repo: repos.describe("owner/name, or a list; any matches"),
    repos: repos.describe("As `repo`"),
    label: labels.describe("Label, or a list; any matches"),
    labels: labels.describe("As `label`"),
    project: project.optional().describe("GitHub project of the team: owner and number, as in acme/5"),
    iterationField: text.optional().describe("Iteration field of the project. Default: its only one"),
    pointsField: text
      .optional()
      .describe(
        "Number field of the project with the estimate. Default: the only one of the usual names, such as Estimate",
      ),
    businessValueField: text
      .optional()
      .describe("Number field of the project with the business value of features or objectives. Default: none"),
    statusField: text.optional().describe("Single-select field of the project with the status. Default: Status"),
    iterations: z
      .enum(["milestone", "iteration"])
      .optional()
      .describe("Kind of timebox that the team plans in. Default: iteration with `project`, else milestone"),
    points: z
      .string()
      .regex(/^label:[^*]*\*[^*]*$/, { error: 'labels with one star for the number, such as "label:points/*"' })
      .optional()
      .describe("Labels with the estimate: label:points/*"),
  })
  .superRefine((source, ctx) => {
    const { project: named } = source;
    if ((source.repo ?? source.repos ?? named) === undefined) {
      ctx.addIssue({
        code: "custom",
        message: "expected `repo`, the repository or repositories of the team, or `project`, its GitHub project",
      });
    }
    for (const key of ["iterationField", "pointsField", "businessValueField", "statusField"] as const) {
      if (source[key] === undefined || named !== undefined) continue;
      ctx.addIssue({ code: "custom", path: [key], message: "only with `project`, whose field it names" });
    }
    if (source.iterations === "iteration" && named === undefined) {
      ctx.addIssue({ code: "custom", path: ["iterations"], message: "iteration: only with `project`" });
    }
  });

const source = z.union([jiraSource, githubSource], {
  error: "a source: `jira: CONNECTION …` or `github: CONNECTION …`",
});
export type SourceEntry = z.output<typeof source>;

export const commentMode = z.enum(["on", "shadow", "off"], { error: "on, shadow or off" });

export const team = z.strictObject({
  key: slug.describe("Short name, unique on the train"),
  name: text.optional().describe("Display name. Default: the key"),
  from: source.describe("Items of the team; the first team that matches an item owns it"),
  holidays: holidays.describe("Days on which this team does not work, beside the train's"),
  comments: commentMode
    .optional()
    .describe(
      "Comments on this team's items: on, shadow (shown only in the rollup) or off. Default: the train's setting",
    ),
});
export type TeamEntry = z.output<typeof team>;

const givenValue = z.union([z.string(), z.number(), z.boolean(), z.array(z.union([z.string(), z.number()]))], {
  error: "a text, a number, true or false, or a list of texts and numbers",
});

/** Fields that Signalbox fills in itself. */
const ownFields: ReadonlySet<string> = new Set(["project", "issuetype", "issue type", "summary", "description"]);

const givenFields = z.record(text, givenValue).superRefine((fields, ctx) => {
  for (const name of Object.keys(fields)) {
    if (!ownFields.has(name.trim().toLowerCase())) continue;
    ctx.addIssue({ code: "custom", path: [name], message: "Signalbox writes this field itself; leave it out" });
  }
});

export const rollupTarget = z.union(
  [
    z.strictObject({
      jira: slug.describe("Key of a Jira connection"),
      project: projectKey.describe("Project of the rollup issue"),
      issueType: text.default("Task").describe("Type of the rollup issue. Default: Task"),
      fields: givenFields
        .optional()
        .describe("Fields of the new issue, by name or id, with values as people see them; Signalbox sets them once"),
      labels: labels.describe("Additional labels of the new issue"),
      components: components.describe("Components of the new issue"),
      assignee: text.optional().describe("Assignee of the new issue: e-mail address, name or account id"),
      parent: z
        .string()
        .regex(/^[A-Za-z][A-Za-z0-9_]*-\d+$/, { error: "the key of an issue such as PMO-1" })
        .optional()
        .describe("Key of the new issue's parent, such as an epic"),
    }),
    z.strictObject({
      github: slug.describe("Key of a GitHub connection"),
      repo: repo.describe("Repository of the rollup issue"),
      labels: labels.describe("Additional labels of the new issue"),
      assignees: oneOrMore(text, "a login").optional().describe("Logins of the assignees of the new issue"),
    }),
  ],
  { error: "a place: `jira: CONNECTION, project: KEY` or `github: CONNECTION, repo: OWNER/NAME`" },
);
export type RollupTargetEntry = z.output<typeof rollupTarget>;
