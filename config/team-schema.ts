import { z } from "zod";
import { projectKey as projectGrammar } from "../src/domain/items/issue-key.ts";
import { oneOrMore, pattern, slug, text } from "./text-schema.ts";

const repo = z.string().regex(/^[\w.-]+\/[\w.-]+$/, { error: "a repository such as acme/api" });
const projectKey = z.string().regex(projectGrammar, { error: "a Jira project key such as PAY" });

const projects = oneOrMore(projectKey, "a Jira project key such as PAY").optional();
const boards = oneOrMore(z.int().min(1, { error: "a board's number" }), "a board's number").optional();
const components = oneOrMore(text, "a component's name").optional();
const labels = oneOrMore(text, "a label").optional();
const repos = oneOrMore(repo, "a repository such as acme/api").optional();

const jiraSource = z.strictObject({
  jira: slug.describe("Key of a Jira connection"),
  project: projects.describe("Project key, or several: any of them"),
  projects: projects.describe("As `project`"),
  board: boards.describe("Number of the board that the item's latest sprint belongs to, or several"),
  boards: boards.describe("As `board`"),
  sprintName: pattern.optional().describe("Regular expression on the name of the item's latest sprint"),
  component: components.describe("Component, or several: any of them"),
  components: components.describe("As `component`"),
  label: labels.describe("Label, or several: any of them"),
  labels: labels.describe("As `label`"),
  jql: text.optional().describe("Items that this query returns"),
  iterations: z
    .enum(["sprint", "version"])
    .optional()
    .describe("Which of Jira's boxes carries the plan; sprint where left out"),
});

const githubSource = z
  .strictObject({
    github: slug.describe("Key of a GitHub connection"),
    repo: repos.describe("owner/name, or several: any of them"),
    repos: repos.describe("As `repo`"),
    label: labels.describe("Label, or several: any of them"),
    labels: labels.describe("As `label`"),
    iterations: z.enum(["milestone"]).optional().describe("Which of GitHub's boxes carries the plan"),
    points: z
      .string()
      .regex(/^label:[^*]*\*[^*]*$/, { error: 'labels with one star for the number, such as "label:points/*"' })
      .optional()
      .describe("Where estimates are: label:points/*"),
    project: z.unknown().optional().describe("Not supported yet: plan by milestone"),
  })
  .superRefine((source, ctx) => {
    if (source.project !== undefined) ctx.addIssue({ code: "custom", path: ["project"], message: projectsLater });
    if ((source.repo ?? source.repos) === undefined) {
      ctx.addIssue({ code: "custom", message: "expected `repo`, the repository or repositories of the team" });
    }
  });

const projectsLater =
  "GitHub Projects cannot be read yet; plan with milestones (`iterations: milestone`) and leave this key out";

const source = z.union([jiraSource, githubSource], {
  error: "a source: `jira: CONNECTION …` or `github: CONNECTION …`",
});
export type SourceEntry = z.output<typeof source>;

export const commentMode = z.enum(["on", "shadow", "off"], { error: "on, shadow or off" });

export const team = z.strictObject({
  key: slug.describe("Short name, unique on the train"),
  name: text.optional().describe("As people say it; the key where left out"),
  from: source.describe("Which items the team owns; the first team that matches owns an item"),
  comments: commentMode
    .optional()
    .describe(
      "Comments on this team's items: on, shadow (only shown in the rollup) or off; as the train where left out",
    ),
});
export type TeamEntry = z.output<typeof team>;

const givenValue = z.union([z.string(), z.number(), z.boolean(), z.array(z.union([z.string(), z.number()]))], {
  error: "a text, a number, true or false, or a list of texts and numbers",
});

/** What Signalbox fills in itself. */
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
      project: projectKey.describe("Project that the rollup issue is created in"),
      issueType: text.default("Task").describe("Type of the rollup issue; Task where left out"),
      fields: givenFields
        .optional()
        .describe("Fields of the new issue, by name or id, with their values as people see them; set once"),
      labels: labels.describe("More labels of the new issue"),
      components: components.describe("Components of the new issue"),
      assignee: text.optional().describe("Who the new issue is assigned to: e-mail address, name or account id"),
      parent: z
        .string()
        .regex(/^[A-Za-z][A-Za-z0-9_]*-\d+$/, { error: "the key of an issue such as PMO-1" })
        .optional()
        .describe("Key of the new issue's parent, such as an epic"),
    }),
    z.strictObject({
      github: slug.describe("Key of a GitHub connection"),
      repo: repo.describe("Repository that the rollup issue is created in"),
      labels: labels.describe("More labels of the new issue"),
      assignees: oneOrMore(text, "a login").optional().describe("Logins of those the new issue is assigned to"),
    }),
  ],
  { error: "a place: `jira: CONNECTION, project: KEY` or `github: CONNECTION, repo: OWNER/NAME`" },
);
export type RollupTargetEntry = z.output<typeof rollupTarget>;
