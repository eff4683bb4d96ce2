import { siteOf } from "../../bench/simulate/world.ts";
import type { RawRecord } from "../../sandbox/data.ts";
import { listAt, textAt } from "../../sandbox/record.ts";
import type { Sandbox } from "../../sandbox/server.ts";
import type { Reading } from "../naive/reading.ts";
import { repositories } from "./lived-data.ts";

/** The trackers' own records of this moment, as their APIs give them. @param at epoch milliseconds */
export async function rawReading(sandbox: Sandbox, at: number): Promise<Reading> {
  const site = siteOf(sandbox);
  const { host, github } = { host: `${sandbox.url}/github/api`, github: sandbox.github };
  const { email, token } = site.account;
  const jira = getting(`${sandbox.url}/jira/acme`, `Basic ${btoa(`${email}:${token}`)}`);
  const hub = getting(host, `Bearer ${github.token}`);
  const sprints = await Promise.all([7, 8].map((board) => jira(`/rest/agile/1.0/board/${board}/sprint`)));
  const milestones = repositories.map(async (repository) => {
    const records = await hub(`/v3/repos/${repository}/milestones?state=all&per_page=100`);
    return asList(records).map((record) => ({ repository, record }));
  });
  const issues = repositories.flatMap((repository) =>
    github.people.issues(repository).map(async (record) => {
      const path = `/v3/repos/${repository}/issues/${textAt(record, "number")}/timeline?per_page=100`;
      const timeline = asList(await hub(path));
      const isMoved = timeline.some((entry) => textAt(entry, "event") === "transferred");
      const transfers = isMoved ? await transfersOf(host, github.token, textAt(record, "node_id") ?? "") : [];
      return { repository, record, timeline, transfers };
    }),
  );
  return {
    at,
    jira: {
      issues: site.people.keys().flatMap((key) => site.people.issue(key) ?? []),
      sprints: sprints.flatMap((page) => listAt(page, "values")),
      statuses: asList(await jira("/rest/api/3/status")),
    },
    github: { issues: await Promise.all(issues), milestones: (await Promise.all(milestones)).flat() },
  };
}

function asList(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new TypeError("the tracker gave no list");
  return value;
}

function getting(address: string, authorization: string): (path: string) => Promise<unknown> {
  return async (path) => {
    const response = await fetch(`${address}${path}`, { headers: { authorization } });
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    return response.json();
  };
}

/** REST does not tell from which repository an issue came. */
async function transfersOf(host: string, token: string, id: string): Promise<readonly unknown[]> {
  const query = `query ($id: ID!) { node(id: $id) { ... on Issue { timelineItems(last: 50, itemTypes: [TRANSFERRED_EVENT]) {
    nodes { ... on TransferredEvent { createdAt fromRepository { nameWithOwner } } } } } } }`;
  const response = await fetch(`${host}/graphql`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables: { id } }),
  });
  const answer = (await response.json()) as RawRecord;
  return listAt(answer, "data", "node", "timelineItems", "nodes");
}
