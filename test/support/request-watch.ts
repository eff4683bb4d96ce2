import { existsSync, readFileSync } from "node:fs";
import Ajv from "ajv-draft-04";
import { buildSchema, parse, validate, type GraphQLSchema } from "graphql";
import type { Sandbox } from "../../sandbox/server.ts";
import { at, isObject, textAt, type Json } from "./json.ts";
import { readApiDescription, type ApiDescription, type SentRequest } from "./openapi.ts";

const folder = "../shared/data/openapi";
const platform = readApiDescription(`${folder}/jira-platform-v3.slice.json`);
const software = readApiDescription(`${folder}/jira-software.slice.json`);
const github = readApiDescription(`${folder}/github-rest.slice.json`);
const graph = `${folder}/github-graphql.slice.graphql`;
const adf = `${folder}/adf-schema-v1-full.json`;

/** Whether the trackers' published descriptions are available. */
export const isDescribed = platform !== null && software !== null && existsSync(graph) && existsSync(adf);

export type RequestWatch = {
  /** Violations of the published descriptions so far. */
  readonly problems: readonly string[];
  /** The operations seen, as the descriptions name them: `post /rest/api/3/issue`. */
  readonly kinds: ReadonlySet<string>;
  /** Changing requests, in order: `PUT /rest/api/3/issue/10234`. */
  readonly writes: readonly string[];
};

/** POST requests that only read. */
const asking = /\/(?:search\/jql|bulkfetch|list|graphql)$/;

/** Checks every request to the stand-ins against the trackers' published descriptions. */
export function watchRequests({ jira, github: host }: Pick<Sandbox, "jira" | "github">): RequestWatch {
  const problems: string[] = [];
  const kinds = new Set<string>();
  const writes: string[] = [];
  const note = (request: SentRequest, described: ApiDescription | null, found: readonly string[]) => {
    const { method, path } = request;
    problems.push(...found);
    kinds.add(described?.operation(method, path) ?? `${method.toLowerCase()} ${path}`);
    if (method !== "GET" && !asking.test(path)) writes.push(`${method} ${path}`);
  };
  for (const site of jira.values()) {
    site.onRequest((request) => note(request, jiraDescription(request), jiraProblems(request)));
  }
  host.onRequest((seen) => {
    const request = { ...seen, path: seen.path.replace("/api/v3", "") };
    note(request, github, githubProblems(request));
  });
  return { problems, kinds, writes };
}

function jiraDescription({ path }: SentRequest): ApiDescription | null {
  return path.startsWith("/rest/agile/") ? software : platform;
}

function jiraProblems(request: SentRequest): readonly string[] {
  const where = `${request.method} ${request.path}`;
  const bodies = [at(request.body, "fields", "description"), at(request.body, "body")].filter(isObject);
  return [
    ...(jiraDescription(request)?.requestProblems(request) ?? []),
    ...bodies.flatMap((body) => adfProblems(body).map((problem) => `${where}: ${problem}`)),
  ];
}

function githubProblems(request: SentRequest): readonly string[] {
  if (request.path !== "/api/graphql") return github?.requestProblems(request) ?? [];
  const found = isDescribed ? validate(schema(), parse(textAt(request.body, "query") ?? "")) : [];
  return found.map(({ message }) => `GraphQL: ${message}`);
}

let built: GraphQLSchema | null = null;

function schema(): GraphQLSchema {
  // The slice deprecates a field in one type and not in its interface, which a strict check refuses.
  built ??= buildSchema(readFileSync(graph, "utf8"), { assumeValid: true });
  return built;
}

let validateAdf: ReturnType<Ajv.default["compile"]> | null = null;

/** @returns the problems of a document by Atlassian's published schema; none without the schema */
export function adfProblems(document: unknown): readonly string[] {
  if (!existsSync(adf)) return [];
  validateAdf ??= new Ajv.default({ strict: false }).compile(JSON.parse(readFileSync(adf, "utf8")) as Json);
  if (validateAdf(document) === true) return [];
  return (validateAdf.errors ?? []).slice(0, 3).map(({ instancePath, message }) => `${instancePath} ${message ?? ""}`);
}
