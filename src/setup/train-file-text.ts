import { Document, type Node } from "yaml";
import type { Proposal } from "../domain/proposal/proposal.ts";
import { increments } from "./increment-nodes.ts";
import { linkTypeName, nameFrom, node, noted, type Written } from "./nodes.ts";
import { teamNode } from "./team-nodes.ts";

/** A tracker of the train file, with the names of the variables that hold its secrets. */
export type FileConnection =
  | {
      readonly system: "jira";
      readonly key: string;
      readonly site: string;
      /** Only for a token with scopes. */
      readonly gateway?: string;
      /** Null for a Data Center. */
      readonly account: string | null;
      readonly token: string;
    }
  | {
      readonly system: "github";
      readonly key: string;
      readonly url: string | null;
      readonly token: string;
    }
  | { readonly system: "github"; readonly key: string; readonly url: string | null; readonly app: FileApp };

type FileApp = { readonly id: string; readonly privateKey: string; readonly webhookSecret: string | null };

/**
 * A whole train file with a comment at each line that says why.
 * @param accounts names of the accounts that were looked with, by connection
 */
export function trainFileText(
  proposal: Proposal,
  connections: readonly FileConnection[],
  accounts: ReadonlyMap<string, string>,
): string {
  const document = new Document({});
  document.commentBefore = [
    " yaml-language-server: $schema=./signalbox.schema.json",
    "",
    " Proposed by `signalbox init` from what the trackers show; each comment says why. Change what you like.",
    " Signalbox reads ${NAME} from the environment or from .env; keep secrets nowhere else.",
  ].join("\n");
  const named = connections.map(
    (one) => [one.key, connectionNode(one, proposal, accounts.get(one.key) ?? "")] as const,
  );
  document.contents = node({
    connections: node(Object.fromEntries(named)),
    trains: node([trainNode(proposal)]),
  });
  // The library would break lines in comments and long maps.
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}

function connectionNode(connection: FileConnection, { estimates }: Proposal, account: string): Node {
  const why = account === "" ? "" : `reads as ${account}`;
  if ("app" in connection) {
    const { id, privateKey, webhookSecret } = connection.app;
    const secret = webhookSecret === null ? {} : { webhookSecret: `\${${webhookSecret}}` };
    const app = noted({ id: `\${${id}}`, privateKey: `\${${privateKey}}` }, why);
    return node({ kind: "github", ...(connection.url === null ? {} : { url: connection.url }), app, ...secret });
  }
  const token = noted(`\${${connection.token}}`, why);
  if (connection.system === "github") {
    return node({ kind: "github", ...(connection.url === null ? {} : { url: connection.url }), token });
  }
  const estimate = estimates.find((one) => one.connection === connection.key)?.pointsField;
  const field: Record<string, Written> =
    estimate?.value == null ? {} : { pointsField: noted(estimate.value, estimate.why) };
  const own = connection.account === null ? {} : { account: `\${${connection.account}}` };
  const through = connection.gateway === undefined ? {} : { gateway: connection.gateway };
  return node({ kind: "jira", site: connection.site, ...through, ...own, token, ...field });
}

function trainNode(proposal: Proposal): Node {
  const { timeZone, calendar, teams, reports } = proposal;
  const rollup = reports.map((place) =>
    noted(
      place.system === "jira"
        ? { jira: place.connection, project: place.container, issueType: nameFrom(place.issueType ?? "") || "Task" }
        : { github: place.connection, repo: place.container },
      place.why,
    ),
  );
  return node({
    key: proposal.key,
    name: proposal.name,
    timeZone: noted(timeZone.value, timeZone.why),
    increments: increments(calendar),
    teams: node(teams.map(teamNode)),
    dependencies: dependenciesNode(proposal),
    ...(rollup.length === 0 ? {} : { reports: node({ rollup: node(rollup) }) }),
  });
}

function dependenciesNode({ linkTypes }: Proposal): Node {
  const meant = linkTypes.flatMap(({ type, means, uses }) =>
    means.value === null || (uses === 0 && means.confidence !== "sure")
      ? []
      : [{ name: linkTypeName(type), means: means.value, why: `${usesWords(uses)}: ${means.why}` }],
  );
  // Two sites may have types of one name; the first one that is used counts.
  const once = [...new Map(meant.toReversed().map((one) => [one.name.toLowerCase(), one])).values()].toReversed();
  const types = node(once.map(({ name, means, why }) => noted({ name, means }, why)));
  const text = noted(true, "“Blocked by PAY-12” in a description counts, also across trackers");
  return node(linkTypes.length === 0 ? { textReferences: text } : { jiraLinkTypes: types, textReferences: text });
}

function usesWords(uses: number): string {
  return uses === 0 ? "no link in the sample" : uses === 1 ? "1 link in the sample" : `${uses} links in the sample`;
}
