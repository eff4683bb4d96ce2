import { z } from "zod";
import type { Finding } from "../../src/domain/setup/finding.ts";
import type { AccountUse } from "../../src/ports/setup-check.ts";
import { isOfPart } from "../kit/set-aside.ts";
import { isPersonsFinding, secondFinding } from "../kit/account-findings.ts";
import { isSameAccount, type Account, type GithubAccount } from "./account.ts";
import type { GithubClient } from "./client.ts";
import { holdsMarker } from "./managed-part.ts";
import { parseAll } from "./pages.ts";
import { issueUrl, partsOf } from "./place.ts";
import { PostedIssue, Records100 } from "./schema.ts";

type Use = AccountUse["rollups"][number];

/** Whether people work with the account, and whether another one writes our rollups. GitHub tells no time zone. */
export async function accountFindings(
  client: GithubClient,
  account: Account,
  { places, rollups, former }: AccountUse,
): Promise<readonly Finding[]> {
  const self = await account.self();
  const ours = [self, ...former.map((login): GithubAccount => ({ login, id: null }))];
  const isApp = client.connection.auth.kind === "app";
  return Promise.all([
    ...(isApp ? [] : [assignedTo(client, self, places)]),
    ...rollups.map((rollup) => secondIn(client, rollup, ours)),
  ]);
}

const Assigned = z.object({ number: z.int() });

async function assignedTo(
  client: GithubClient,
  { login }: GithubAccount,
  places: AccountUse["places"],
): Promise<Finding> {
  const { key } = client.connection;
  for (const place of places) {
    const found = await listed(client, place, { assignee: login, per_page: 1 });
    const [issue] = parseAll(Assigned, found ?? [], "issue").records;
    if (issue !== undefined) {
      const { number } = issue;
      const link = issueUrl(client.connection, place, number);
      return isPersonsFinding({ connection: key, name: login, item: `${place}#${number}`, link });
    }
  }
  return isPersonsFinding({ connection: key, name: login, item: null, link: null });
}

type Filter = { readonly per_page: number; readonly assignee?: string; readonly labels?: string };

/** Open issues of a repository; null if it is hidden, which other findings say. */
async function listed(client: GithubClient, place: string, filter: Filter): Promise<readonly unknown[] | null> {
  try {
    const { data } = await client.rest({
      what: `looking through the issues of ${place}`,
      owner: partsOf(place).owner,
      schema: Records100,
      request: ({ rest }) => rest.issues.listForRepo({ ...partsOf(place), ...filter, state: "open" }),
    });
    return data;
  } catch (error) {
    if (isOfPart(error)) return null;
    throw error;
  }
}

/** Looks at the hundred last issues with our label, which nearly every rollup carries. */
async function secondIn(
  client: GithubClient,
  { target, marker }: Use,
  ours: readonly GithubAccount[],
): Promise<Finding> {
  const place = target.system === "github" ? target.repo : "";
  const found = await listed(client, place, { labels: "signalbox", per_page: 100 });
  const { key: connection } = client.connection;
  const other = parseAll(PostedIssue, found ?? [], place).records.find(
    ({ body, user }) => holdsMarker(body, marker) && !ours.some((one) => isSameAccount(one, user)),
  );
  if (other === undefined) return secondFinding({ connection, place, marker, text: null, link: null });
  const link = issueUrl(client.connection, place, other.number);
  return secondFinding({ connection, place, marker, text: `${place}#${other.number}`, link });
}
