import { parseTrainFile } from "../../../config/train-file.ts";
import type { GithubRepoData, RawRecord, SandboxData } from "../../../sandbox/data.ts";
import { markdownBlocks } from "../../../connectors/kit/markdown-blocks.ts";
import { keyRefParts, type KeyRef } from "../../../src/domain/ids.ts";
import { findReferences } from "../../../src/domain/references/references.ts";
import { iterationsOf, type Iteration, type Train } from "../../../src/domain/model/train.ts";
import type { Connection } from "../../../src/ports/connection.ts";
import { at, objectsAt, textAt } from "../../support/json.ts";

/** What a person could read off one raw record; a second reading, independent of the connectors. */
export type Read = {
  readonly key: string;
  readonly title: string;
  readonly team: string;
  readonly status: "todo" | "begun" | "done" | "cancelled";
  readonly points: number | null;
  readonly boxes: number;
  /** Of its latest box; null where that has no dates or there is none. */
  readonly iteration: Iteration | null;
  /** Its own due date or its box's, epoch milliseconds. */
  readonly endsAt: number | null;
  readonly hasOwnDate: boolean;
  readonly parent: string | null;
};

/** The consumer waits for the provider. */
export type Wait = { readonly consumer: string; readonly provider: string; readonly via: "native" | "text" };

const connections: readonly Connection[] = [
  {
    system: "jira",
    key: "acme",
    site: "https://acme.example",
    account: "a",
    token: "t",
    pointsField: null,
    webhookSecrets: [],
    webhookPath: null,
  },
  {
    system: "github",
    key: "acme-github",
    apiUrl: "",
    webUrl: "",
    auth: { kind: "token", token: "t" },
    webhookSecrets: [],
    webhookPath: null,
  },
];

export function trainOf(data: SandboxData): Train {
  const { trains } = parseTrainFile(data.trainFile, { file: "signalbox.yaml", env: {}, provided: connections });
  const [train] = trains;
  if (train === undefined) throw new Error("no train");
  return train;
}

/** What teams of the train own. */
export function readItems(data: SandboxData): ReadonlyMap<string, Read> {
  const iterations = iterationsOf(trainOf(data));
  const jira = (data.jira["acme"]?.issues ?? [])
    .map((issue) => readJira(issue, iterations))
    .filter(({ team }) => team !== "PMO");
  const github = reposOf(data).flatMap(([repo, { issues }]) => issues.map((row) => readGithub(row, repo, iterations)));
  return new Map([...jira, ...github].map((item) => [item.key, item]));
}

export function reposOf(data: SandboxData): readonly (readonly [string, GithubRepoData])[] {
  return Object.entries(data.github).filter(([repo]) => repo !== "acme/trains");
}

function readJira(issue: RawRecord, iterations: readonly Iteration[]): Read {
  const sprints = objectsAt(issue, "fields", "customfield_10020");
  const sprint = sprints.at(-1);
  const due = textAt(issue, "fields", "duedate");
  const points = at(issue, "fields", "customfield_10026");
  return {
    key: textAt(issue, "key") ?? "",
    title: textAt(issue, "fields", "summary") ?? "",
    team: textAt(issue, "fields", "project", "key") ?? "",
    status: jiraStatus(issue),
    points: typeof points === "number" ? points : null,
    boxes: sprints.length,
    iteration: iterationAt(iterations, instantAt(sprint, "startDate")),
    endsAt: due === null ? instantAt(sprint, "endDate") : Date.parse(due) + 86_400_000,
    hasOwnDate: due !== null,
    parent: textAt(issue, "fields", "parent", "key"),
  };
}

function jiraStatus(issue: RawRecord): Read["status"] {
  const category = textAt(issue, "fields", "status", "statusCategory", "key");
  if (category === "done") return textAt(issue, "fields", "resolution", "name") === "Won't Do" ? "cancelled" : "done";
  return category === "new" ? "todo" : "begun";
}

function readGithub(row: RawRecord, repo: string, iterations: readonly Iteration[]): Read {
  const labels = objectsAt(row, "labels").map(({ name }) => String(name));
  const points = labels.find((name) => name.startsWith("points/"))?.slice("points/".length);
  const due = instantAt(row["milestone"], "due_on");
  const parent = /repos\/(.+)\/issues\/(\d+)$/u.exec(textAt(row, "parent_issue_url") ?? "");
  return {
    key: `${repo}#${String(row["number"])}`,
    title: textAt(row, "title") ?? "",
    team: repo,
    status: githubStatus(row, labels),
    points: points === undefined ? null : Number(points),
    boxes: due === null ? 0 : 1,
    iteration: iterationAt(iterations, due),
    endsAt: due === null ? null : due + 86_400_000,
    hasOwnDate: false,
    parent: parent === null ? null : `${parent[1]}#${parent[2]}`,
  };
}

function githubStatus(row: RawRecord, labels: readonly string[]): Read["status"] {
  if (row["state"] === "closed") return row["state_reason"] === "not_planned" ? "cancelled" : "done";
  return labels.some((name) => name === "in progress" || name === "in review") ? "begun" : "todo";
}

function instantAt(value: unknown, name: string): number | null {
  const text = textAt(value, name);
  return text === null ? null : Date.parse(text);
}

function iterationAt(iterations: readonly Iteration[], instant: number | null): Iteration | null {
  return iterations.find(({ startsAt, endsAt }) => instant !== null && startsAt <= instant && instant < endsAt) ?? null;
}

/** Every dependency, by whatever way it is told, each once. */
export function readWaits(data: SandboxData): readonly Wait[] {
  const waits = [
    ...(data.jira["acme"]?.issues ?? []).flatMap(waitsInJira),
    ...reposOf(data).flatMap(([repo, records]) => waitsInGithub(repo, records)),
  ];
  return [...new Map(waits.map((wait) => [`${wait.consumer} ${wait.provider}`, wait])).values()];
}

function waitsInJira(issue: RawRecord): readonly Wait[] {
  const key = textAt(issue, "key") ?? "";
  const links = objectsAt(issue, "fields", "issuelinks")
    .filter((link) => textAt(link, "type", "name") === "Blocks")
    .flatMap((link): Wait[] => {
      const provider = textAt(link, "inwardIssue", "key");
      return provider === null ? [] : [{ consumer: key, provider, via: "native" }];
    });
  const paragraphs = objectsAt(issue, "fields", "description", "content");
  return [...links, ...waitsInText(key, paragraphs.map(textOf).join("\n"))];
}

function textOf(node: unknown): string {
  const own = textAt(node, "text") ?? textAt(node, "attrs", "url") ?? "";
  return own + objectsAt(node, "content").map(textOf).join("");
}

function waitsInGithub(repo: string, { issues, dependencies }: GithubRepoData): readonly Wait[] {
  const native = dependencies.flatMap(({ number, blocked_by: blockers }) =>
    blockers.map((blocker): Wait => {
      return { consumer: `${repo}#${number}`, provider: `${blocker.repository}#${blocker.number}`, via: "native" };
    }),
  );
  const text = issues.flatMap((row) => waitsInText(`${repo}#${String(row["number"])}`, textAt(row, "body") ?? ""));
  return [...native, ...text];
}

function waitsInText(key: string, text: string): readonly Wait[] {
  const isOwn = (end: KeyRef) => keyRefParts(end).key === key.toLowerCase();
  return findReferences(markdownBlocks(text), { repo: null, isOwn }).map(({ means, end }): Wait => {
    const other = keyRefParts(end).key;
    return means === "blocks"
      ? { consumer: other, provider: key, via: "text" }
      : { consumer: key, provider: other, via: "text" };
  });
}

export function isGithub(key: string): boolean {
  return key.includes("#");
}
