import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { GithubRepoData, JiraSiteData, SandboxData } from "../../sandbox/data.ts";

/** In the first iteration of the small train. */
export const smallInstant = "2026-11-24T12:00:00Z";

/** The lines of its train file below `trains:`; the caller adds connections. */
export const smallTrains = `trains:
  - key: small
    name: Small
    timeZone: UTC
    increments:
      - key: "2026.4"
        starts: 2026-11-16
        iterations: { count: 3, length: 2w }
    teams:
      - { key: checkout, name: Checkout, from: { jira: acme, project: PAY } }
      - { key: api, name: API, from: { github: hub, repo: acme/api } }
    dependencies:
      jiraLinkTypes: [{ name: Blocks, means: source-blocks-target }]
      textReferences: true
    reports:
      rollup: [{ jira: acme, project: PMO, issueType: Task }, { github: hub, repo: acme/trains }]
      comments: { settle: 0m, newPerRun: 20 }
`;

const sprints = [
  { id: 1, name: "PAY 1", state: "active", startDate: "2026-11-16T08:00:00.000Z", endDate: "2026-11-28T08:00:00.000Z" },
  { id: 2, name: "PAY 2", state: "future", startDate: "2026-11-30T08:00:00.000Z", endDate: "2026-12-12T08:00:00.000Z" },
].map((sprint) => ({ ...sprint, originBoardId: 7 }));

const blocks = { id: "10000", name: "Blocks", inward: "is blocked by", outward: "blocks" };

type Story = { readonly sprint?: 1 | 2; readonly fields?: object };

function story(number: number, summary: string, { sprint, fields }: Story = {}) {
  return {
    id: String(10_000 + number),
    key: `PAY-${number}`,
    fields: {
      summary,
      issuetype: { id: "10001", name: "Story", subtask: false, hierarchyLevel: 0 },
      project: { id: "1", key: "PAY", name: "Checkout" },
      status: { id: "10000", name: "To Do", statusCategory: { id: 2, key: "new", name: "To Do" } },
      resolution: null,
      created: "2026-11-01T08:00:00.000+0000",
      updated: "2026-11-20T08:00:00.000+0000",
      labels: [],
      components: [],
      fixVersions: [],
      issuelinks: [],
      description: null,
      customfield_10020: sprints.filter(({ id }) => id === sprint).map((one) => ({ ...one, boardId: 7 })),
      ...fields,
    },
  };
}

/** PAY-1 waits for PAY-2, which comes an iteration later. */
const link = { id: "500", type: blocks, inwardIssue: { id: "10002", key: "PAY-2", fields: {} } };

const site: JiraSiteData = {
  issues: [
    story(1, "Pay by invoice", { sprint: 1, fields: { issuelinks: [link] } }),
    story(2, "Check the buyer's credit", { sprint: 2 }),
    story(3, "Show the invoice"),
  ],
  boards: [{ id: 7, name: "Checkout", type: "scrum", location: { projectKey: "PAY" } }],
  sprints,
  fields: [
    {
      id: "customfield_10020",
      name: "Sprint",
      schema: { type: "array", items: "json", custom: "com.pyxis.greenhopper.jira:gh-sprint", customId: 10_020 },
    },
  ],
  issueLinkTypes: [blocks, { id: "10001", name: "Relates", inward: "relates to", outward: "relates to" }],
  projects: [
    { id: "1", key: "PAY", name: "Checkout" },
    { id: "2", key: "PMO", name: "Programme office" },
  ],
  versions: [],
};

const empty: GithubRepoData = {
  issues: [],
  pulls: [],
  milestones: [],
  dependencies: [],
  subIssues: [],
  comments: [],
};

const issue = { number: 1, title: "Store invoices", body: "Depends on PAY-2", state: "open" };
const dates = { created_at: "2026-11-01T08:00:00Z", updated_at: "2026-11-20T08:00:00Z" };

/** Four items in two trackers; one conflict, PAY-1 waits for a later PAY-2, and a text with a reference across trackers. */
export const smallData: SandboxData = {
  jira: { acme: site },
  github: { "acme/api": { ...empty, issues: [{ ...issue, ...dates }] }, "acme/trains": empty },
  trainFile: smallTrains,
  problems: [],
};

/** The same as an export in a folder; `badLine` follows the three issues of the site. */
export async function writeSmallExport(folder: string, badLine = ""): Promise<void> {
  await mkdir(join(folder, "jira/acme"), { recursive: true });
  await mkdir(join(folder, "github/acme/api"), { recursive: true });
  await mkdir(join(folder, "github/acme/trains"), { recursive: true });
  const lines = (records: readonly unknown[]) => records.map((record) => `${JSON.stringify(record)}\n`).join("");
  await writeFile(join(folder, "signalbox.yaml"), smallTrains);
  await writeFile(join(folder, "jira/acme/issues.ndjson"), `${lines(site.issues)}${badLine}`);
  for (const name of ["boards", "sprints", "fields", "issueLinkTypes", "projects"] as const) {
    await writeFile(join(folder, `jira/acme/${name}.json`), JSON.stringify(site[name]));
  }
  for (const [name, { issues }] of Object.entries(smallData.github)) {
    await writeFile(join(folder, `github/${name}/issues.ndjson`), lines(issues));
  }
}
