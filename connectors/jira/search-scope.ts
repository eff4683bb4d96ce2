import { containerStream, queryStream, type StreamPart } from "../../src/domain/model/model.ts";
import { Failure } from "../../src/domain/failure.ts";
import type { Container, UnreadPart } from "../../src/ports/connector.ts";
import type { JiraClient } from "./client.ts";
import { identitiesJql } from "./jql.ts";
import { readPage } from "./search.ts";
import { isStatus } from "./writing.ts";

/** A project or a team's query, as a search for issues names it. */
export type SearchPart = StreamPart & ({ readonly project: string } | { readonly jql: string });

/**
 * What a search for issues covers. Jira refuses a whole search for one project that it does not show any more, or one query
 * whose field or value is gone: such a part is found and set aside until the next check of the site.
 */
export class SearchScope {
  readonly #aside = new Map<string, UnreadPart>();

  /** The site was looked at anew. */
  clear(): void {
    this.#aside.clear();
  }

  parts(containers: readonly Container[], jqls: readonly string[]): readonly SearchPart[] {
    const projects = containers.flatMap(({ name, nativeId, key, failure }) =>
      key === null || failure !== null
        ? []
        : { id: `project:${nativeId ?? key}`, name: containerStream(name), project: key },
    );
    const queries = jqls.map((jql) => ({ id: `jql:${jql}`, name: queryStream(jql), jql }));
    const once = new Map([...projects, ...queries].map((part) => [part.id, part]));
    return [...once.values()].filter(({ id }) => !this.#aside.has(id));
  }

  unread(): readonly UnreadPart[] {
    return [...this.#aside.values()];
  }

  /**
   * Sets aside what a search over all of these was refused for.
   * @returns what it found; nothing where each by itself is taken: then it was refused for something else
   */
  async setAside(client: JiraClient, parts: readonly SearchPart[]): Promise<readonly UnreadPart[]> {
    const refused = await this.#refusedAmong(client, parts);
    for (const { id, name, failure } of refused) this.#aside.set(id, { name, failure });
    return refused;
  }

  /** Asks for halves, since one of many is to blame as a rule. */
  async #refusedAmong(client: JiraClient, parts: readonly SearchPart[]): Promise<readonly (SearchPart & UnreadPart)[]> {
    const failure = await whyRefused(client, parts);
    if (failure === null) return [];
    const [only, second] = parts;
    if (only !== undefined && second === undefined) return [{ ...only, failure }];
    const middle = Math.ceil(parts.length / 2);
    return [
      ...(await this.#refusedAmong(client, parts.slice(0, middle))),
      ...(await this.#refusedAmong(client, parts.slice(middle))),
    ];
  }
}

async function whyRefused(client: JiraClient, parts: readonly SearchPart[]): Promise<Failure | null> {
  const [first, second] = parts;
  const jql = identitiesJql(projectsOf(parts), queriesOf(parts));
  if (first === undefined || jql === null) return null;
  const what = second === undefined ? `trying ${wordsOf(first)}` : `trying ${parts.length} projects and queries`;
  try {
    await readPage(client, { jql, fields: ["id"], pageSize: 1, what }, null);
    return null;
  } catch (error) {
    if (error instanceof Failure && isRefusedSearch(error)) return error;
    throw error;
  }
}

/** Whether a search was refused for what it says. */
export function isRefusedSearch(error: unknown): boolean {
  return isStatus(error, 400) || (error instanceof Failure && isStatus(error.cause, 400));
}

function wordsOf(part: SearchPart): string {
  return "project" in part ? `project ${part.project}` : `the query "${part.jql}"`;
}

export function projectsOf(parts: readonly SearchPart[]): readonly string[] {
  return parts.flatMap((part) => ("project" in part ? part.project : []));
}

export function queriesOf(parts: readonly SearchPart[]): readonly string[] {
  return parts.flatMap((part) => ("jql" in part ? part.jql : []));
}
