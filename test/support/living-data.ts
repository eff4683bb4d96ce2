import type { GithubRepoData, SandboxData } from "../../sandbox/data.ts";
import type { Sandbox } from "../../sandbox/server.ts";
import { siteOf } from "../../bench/simulate/world.ts";

const sprintField = "customfield_10020";
const storyPoints = "customfield_10026";
const size = "customfield_10031";

/** The variable part of the train file over the organisation's life. */
export type LivingFile = {
  readonly checkout: string;
  readonly api: string;
  readonly linkType: string;
  readonly hasMobile: boolean;
  /** Teams of both trains: in the second one they own only items labelled "calm". */
  readonly others: readonly ("risk" | "docs")[];
};

export const firstFile: LivingFile = {
  checkout: "PAY",
  api: "acme/api",
  linkType: "Blocks",
  hasMobile: false,
  others: ["risk", "docs"],
};

const calm = ", labels: [calm]";

const increments = `    timeZone: Europe/Berlin
    increments:
      - key: "2026.4"
        starts: 2026-10-26
        iterations: { count: 5, length: 2w }
      - key: "2027.1"
        starts: 2027-01-04
        iterations: { count: 5, length: 2w }`;

function reports(linkType: string): string {
  return `    dependencies:
      jiraLinkTypes: [{ name: ${linkType}, means: source-blocks-target }]
      textReferences: true
    reports:
      rollup:
        - { jira: acme, project: PMO, issueType: Task }
        - { github: acme-github, repo: acme/trains }
      comments: { settle: 2m, newPerRun: 20 }`;
}

function repository(key: string, name: string, more = ""): string {
  return `      - { key: ${key}, name: ${key}, from: { github: acme-github, repo: ${name}, iterations: milestone${more} } }`;
}

function project(key: string, name: string, more = ""): string {
  return `      - { key: ${key}, name: ${key}, from: { jira: acme, project: ${name}${more} } }`;
}

/** Two trains: the first one has many conflicts, the second none. */
export function trainFileOf({ checkout, api, linkType, hasMobile, others }: LivingFile): string {
  const lines = [
    "trains:",
    "  - key: payments\n    name: Payments",
    increments,
    "    teams:",
    project("checkout", checkout),
    project("ledger", "LED"),
    ...(hasMobile ? [project("mobile", "MOB")] : []),
    repository("api", api),
    repository("web", "acme/web"),
    ...others.map((key) => (key === "risk" ? project(key, "RSK") : repository(key, "acme/docs"))),
    reports(linkType),
    "  - key: quiet\n    name: Quiet",
    increments,
    "    teams:",
    ...others.map((key) => (key === "risk" ? project(key, "RSK", calm) : repository(key, "acme/docs", calm))),
    repository("guide", "acme/guide"),
    reports(linkType),
  ];
  return `${lines.join("\n")}\n`;
}

const empty: GithubRepoData = { issues: [], pulls: [], milestones: [], dependencies: [], subIssues: [], comments: [] };

/** With a second estimate field and two more repositories. */
export function livingData(data: SandboxData): SandboxData {
  const { acme } = data.jira;
  if (acme === undefined) throw new Error("there is no site acme");
  const points = acme.fields.find(({ id }) => id === storyPoints);
  const issues = acme.issues.map((issue, place) => {
    const { fields } = issue;
    return typeof fields === "object"
      ? { ...issue, fields: { ...fields, [storyPoints]: 1 + (place % 3), [size]: 5 + (place % 4) } }
      : issue;
  });
  return {
    ...data,
    jira: { acme: { ...acme, issues, fields: [...acme.fields, { ...points, id: size, name: "Size" }] } },
    github: { ...data.github, "acme/docs": empty, "acme/guide": empty },
    trainFile: trainFileOf(firstFile),
  };
}

/** Items by their titles, which never change, unlike their keys. */
export const titles = {
  invoice: "Send the invoice",
  book: "Book what was invoiced",
  store: "Store invoices",
  print: "Print the invoice",
  format: "Choose the paper's format",
  show: "Show the invoice",
  offer: "Offer invoices to those who may",
  score: "Score the buyer",
  explain: "Explain invoices",
  text: "Write the text about invoices",
  ring: "Ring when money comes in",
  tell: "Tell of money that comes in",
  till: "Open the till",
} as const;

/** Dependencies that people created before Signalbox arrives. In each the provider comes later, or never. */
export function plant(sandbox: Sandbox): void {
  const site = siteOf(sandbox);
  const { people } = sandbox.github;
  const story = (key: string, summary: string, sprint: number, labels: readonly string[] = []) =>
    site.people.createIssue({
      project: { key },
      issuetype: { name: "Story" },
      summary,
      labels,
      [sprintField]: sprint,
      [storyPoints]: 3,
      [size]: 8,
    });
  const waits = (consumer: string, provider: string) =>
    site.people.link({ type: "Blocks", source: provider, destination: consumer });
  for (const repo of ["acme/docs", "acme/guide"]) {
    people.createMilestone(repo, { title: "Winter", dueOn: Date.parse("2026-12-16T12:00:00Z") });
    people.createIssue(repo, { title: `First page of ${repo}`, milestone: "Winter", labels: ["calm"] });
  }
  story("RSK", "Watch the limits", 1307, ["calm"]);
  people.createMilestone("acme/api", { title: "Web 27.1.1 (until Jan 15)", dueOn: Date.parse("2027-01-15T12:00:00Z") });
  const early = "Web 27.1.1 (until Jan 15)";
  const late = "Iteration 27.1.5";

  waits(story("PAY", titles.invoice, 1106), story("LED", titles.book, 1209));
  const format = story("PAY", titles.format, 1110);
  people.createIssue("acme/api", { title: titles.store, body: `Depends on ${format}`, milestone: "Iteration 27.1.1" });
  const storage = people.createIssue("acme/api", { title: titles.print, milestone: late });
  const show = story("PAY", titles.show, 1104);
  site.people.editIssue(show, { description: paragraph(`Blocked by acme/api#${storage.number}`) });
  waits(story("PAY", titles.offer, 1103), story("RSK", titles.score, 1316));
  const explain = people.createIssue("acme/web", { title: titles.explain, milestone: early });
  people.block(explain, storage);
  people.createMilestone("acme/docs", { title: "Spring", dueOn: Date.parse("2027-02-17T12:00:00Z") });
  const text = people.createIssue("acme/docs", { title: titles.text, milestone: "Spring" });
  people.createIssue("acme/web", {
    title: titles.till,
    body: `Depends on acme/docs#${text.number}`,
    milestone: early,
  });
  waits(story("MOB", titles.ring, 1406), story("MOB", titles.tell, 1410));
}

function paragraph(text: string) {
  return { type: "doc", version: 1, content: [{ type: "paragraph", content: [{ type: "text", text }] }] };
}
