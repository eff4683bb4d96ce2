import nock from "nock";
import { createJiraConnector } from "../../../connectors/jira/connector.ts";
import { JiraClient } from "../../../connectors/jira/client.ts";
import type { JiraConnection } from "../../../src/ports/connection.ts";
import type { Scope } from "../../../src/ports/connector.ts";
import { timeline } from "../../support/waiting-clock.ts";

export { all, failureOf, onlyPlannedCalls } from "../calls.ts";
export { timeline };

export const connection: JiraConnection = {
  system: "jira",
  key: "acme-jira",
  site: "https://acme.atlassian.net",
  account: "bot@acme.example",
  token: "s3cret-token",
  pointsField: null,
  webhookSecrets: [],
  webhookPath: null,
};

export const ownAccount = "557058:bot";

/** The wire to the site, recorded answers in order; each test must use all it planned. */
export function wire(): nock.Scope {
  return nock(connection.site);
}

type AtSite = Partial<Pick<JiraConnection, "site" | "account">> & { readonly timeoutMs?: number };

export function aClient({ site = connection.site, account = connection.account, ...options }: AtSite = {}) {
  const time = timeline();
  const at = { ...connection, site, account };
  return { ...time, client: new JiraClient({ connection: at, ...time, ...options }) };
}

export function aConnector(scope: Partial<Scope> = {}, from: Partial<JiraConnection> = {}) {
  const time = timeline();
  const warnings: string[] = [];
  const note = (_: unknown, text: string) => void warnings.push(text);
  const connector = createJiraConnector({
    connection: { ...connection, ...from },
    scope: { containers: ["PAY"], jqls: [], linkTypes: [], versions: true, ...scope },
    log: { info: note, warn: note, error: note },
    ...time,
  });
  return { ...connector, ...time, warnings };
}

/** The calls of a check: who we are, the fields, the project. */
export function plannedProbe(projects: readonly string[] = ["PAY"], fields: readonly unknown[] = siteFields): void {
  wire().get("/rest/api/3/myself").reply(200, { accountId: ownAccount, displayName: "Signalbox" });
  wire()
    .get("/rest/api/3/field")
    .reply(200, [...fields]);
  wire()
    .get("/rest/api/3/project/search")
    .query(true)
    .reply(200, { isLast: true, total: projects.length, values: projects.map((key, n) => ({ id: `${n}`, key })) });
}

export const siteFields = [
  { id: "summary", name: "Summary", schema: { type: "string" } },
  {
    id: "customfield_10020",
    name: "Sprint",
    schema: { type: "array", custom: "com.pyxis.greenhopper.jira:gh-sprint" },
  },
  {
    id: "customfield_10026",
    name: "Story Points",
    schema: { type: "number", custom: "com.atlassian.jira.plugin.system.customfieldtypes:float" },
  },
  {
    id: "customfield_10015",
    name: "Start date",
    schema: { type: "date", custom: "com.atlassian.jira.plugin.system.customfieldtypes:datepicker" },
  },
];

export function rawIssue(n: number, fields: Readonly<Record<string, unknown>> = {}) {
  return {
    id: String(10_000 + n),
    key: `PAY-${n}`,
    fields: {
      summary: `Issue ${n}`,
      issuetype: { id: "1", name: "Story", subtask: false, hierarchyLevel: 0 },
      project: { id: "1", key: "PAY" },
      status: { id: "3", name: "To Do", statusCategory: { key: "new" } },
      resolution: null,
      created: "2026-11-01T08:00:00.000+0000",
      updated: "2026-11-20T08:00:00.000+0000",
      labels: [],
      components: [],
      fixVersions: [],
      issuelinks: [],
      reporter: { accountId: "someone" },
      description: null,
      ...fields,
    },
  };
}

/** The request's body as nock hands it over: a fetch `Request`. */
export function bodyOf(request: Request): Promise<unknown> {
  return request.clone().json();
}
