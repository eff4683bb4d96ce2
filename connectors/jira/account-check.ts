import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import type { Finding } from "../../src/domain/setup/finding.ts";
import type { AccountUse } from "../../src/ports/setup-check.ts";
import { isPersonsFinding, secondFinding } from "../kit/account-findings.ts";
import type { JiraClient } from "./client.ts";
import { quoted } from "./jql.ts";
import { markerLabel, ownProperty } from "./markers.ts";
import { parseAll } from "./pages.ts";
import { readAccount } from "./probe.ts";
import { Owned } from "./schema.ts";
import { readPage, searchPages } from "./search.ts";
import { browseUrl } from "./site.ts";
import { MarkerProperty } from "./write-outcome.ts";
import { zoneFinding } from "./zone-finding.ts";

type Use = AccountUse["rollups"][number];

/** Whether people work with the account, whether another one writes our texts, and how far the trains' zones are from its zone. */
export async function accountFindings(client: JiraClient, use: AccountUse, at: number): Promise<readonly Finding[]> {
  const { accountId, displayName, timeZone } = await readAccount(client);
  const [assigned, ...seconds] = await Promise.all([
    assignedTo(client, displayName),
    ...use.rollups.map((rollup) => secondIn(client, rollup, new Set([accountId, ...use.former]))),
  ]);
  const { key } = client.connection;
  const zones =
    timeZone == null || !isZone(timeZone)
      ? []
      : use.zones.map((one) => zoneFinding({ ...one, connection: key, theirs: timeZone, at }));
  return [assigned, ...seconds, ...zones];
}

function isZone(timeZone: string): boolean {
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(timeZone).timeZoneId !== "";
  } catch {
    return false;
  }
}

const Key = z.object({ key: z.string() });

async function assignedTo(client: JiraClient, name: string): Promise<Finding> {
  const { issues } = await readPage(
    client,
    {
      jql: "assignee = currentUser() AND statusCategory != Done ORDER BY id ASC",
      fields: ["summary"],
      pageSize: 1,
      what: "looking for items assigned to its account",
    },
    null,
  );
  const [item] = parseAll(Key, issues, "issue").records;
  const { key } = client.connection;
  const link = item === undefined ? null : browseUrl(client.connection, item.key);
  return isPersonsFinding({ connection: key, name, item: item?.key ?? null, link });
}

async function secondIn(client: JiraClient, { target, marker }: Use, ours: ReadonlySet<string>): Promise<Finding> {
  const project = target.system === "jira" ? target.project : "";
  const pages = searchPages(client, {
    jql: `project = ${quoted(project)} AND labels = ${quoted(markerLabel(marker))} ORDER BY id ASC`,
    fields: ["creator", "reporter"],
    properties: [ownProperty],
    pageSize: 100,
    what: `looking for the rollup issue in ${project}`,
  });
  const { key: connection } = client.connection;
  for await (const issues of pages) {
    for (const { key, fields, properties } of parseAll(Owned, issues, "issue").records) {
      const authors = [fields.creator?.accountId, fields.reporter?.accountId].filter((author) => author != null);
      const isOurs = authors.length === 0 || authors.some((author) => ours.has(author));
      const named = MarkerProperty.safeParse(properties?.[ownProperty]).data?.marker;
      if (!isOurs && named === marker) {
        return secondFinding({
          connection,
          place: project,
          marker,
          text: key,
          link: browseUrl(client.connection, key),
        });
      }
    }
  }
  return secondFinding({ connection, place: project, marker, text: null, link: null });
}
