import { containerStream, queryStream, type StreamPart } from "../../src/domain/model/model.ts";
import { Failure } from "../../src/domain/failure.ts";
import type { Container, UnreadPart } from "../../src/ports/connector.ts";
import type { JiraClient } from "./client.ts";
import { identitiesJql } from "./jql.ts";
import { noProject, readPage } from "./search.ts";
import { isTooMuch } from "./too-much.ts";
import { isStatus } from "./write-outcome.ts";

/** A project or a team's query, as a part of a search for issues. */
export type SearchPart = StreamPart & ({ readonly project: string } | { readonly jql: string });

/**
 * The parts of a search for issues. Jira refuses a whole search if it hides one project, or if a field or value of one
 * query no longer exists, and may not finish one because of a slow query: this class finds such a part and sets it aside
 * until the next probe.
 */
export class SearchScope {
  readonly #aside = new Map<string, UnreadPart>();

  /** Forgets the set aside parts, after a probe. */
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
   * Finds and sets aside the parts for which Jira refused a search over all of these, or could not finish it.
   * @returns the parts; empty if the failure has another reason
   */
  async setAside(client: JiraClient, parts: readonly SearchPart[], because: unknown): Promise<readonly UnreadPart[]> {
    const found = isRefusedSearch(because)
      ? await this.#refusedAmong(client, parts)
      : await slowAmong(client, isTooMuch(because) ? parts : []);
    for (const { id, name, failure } of found) this.#aside.set(id, { name, failure });
    return found;
  }

  /** Searches by halves, since usually one of many parts is the reason. */
  async #refusedAmong(client: JiraClient, parts: readonly SearchPart[]): Promise<readonly (SearchPart & UnreadPart)[]> {
    const failure = await whyNot(client, parts, isRefusedSearch);
    if (failure === null) return [];
    const [only, second] = parts;
    if (only !== undefined && second === undefined) {
      // Whatever the language of Jira's words: a search in one project has nothing else to refuse.
      const isProject = "project" in only && failure.code === "request-refused";
      return [{ ...only, failure: isProject ? noProject(client, only.project, failure) : failure }];
    }
    const middle = Math.ceil(parts.length / 2);
    return [
      ...(await this.#refusedAmong(client, parts.slice(0, middle))),
      ...(await this.#refusedAmong(client, parts.slice(middle))),
    ];
  }
}

/** Queries that Jira cannot finish, as of slow functions, while it finishes other parts; none if it finishes nothing. */
async function slowAmong(
  client: JiraClient,
  parts: readonly SearchPart[],
): Promise<readonly (SearchPart & UnreadPart)[]> {
  const projects = parts.filter((part) => "project" in part);
  const slow: (SearchPart & UnreadPart)[] = [];
  if ((await whyNot(client, projects, isTooMuch)) !== null) return [];
  for (const part of parts.filter((one) => "jql" in one)) {
    const failure = await whyNot(client, [part], isTooMuch);
    if (failure !== null) slow.push({ ...part, failure: tooSlow(client, part.jql, failure) });
  }
  return slow.length === parts.length ? [] : slow;
}

function tooSlow({ connection }: JiraClient, jql: string, cause: Failure): Failure {
  return new Failure({
    code: "tracker-unavailable",
    what: `${connection.key} does not finish the query "${jql}", while it finishes others.`,
    remedy: "Narrow the jql of the team that names it, or replace its slow functions; the rest is read without it.",
    verdict: { kind: "retry", afterMs: null },
    cause,
  });
}

/** Null if Jira accepts a search over these parts, or there are none. @throws Failure for another reason */
async function whyNot(
  client: JiraClient,
  parts: readonly SearchPart[],
  isReason: (error: unknown) => boolean,
): Promise<Failure | null> {
  const [first, second] = parts;
  const jql = identitiesJql(projectsOf(parts), queriesOf(parts));
  if (first === undefined || jql === null) return null;
  const what = second === undefined ? `trying ${wordsOf(first)}` : `trying ${parts.length} projects and queries`;
  try {
    await readPage(client, { jql, fields: ["id"], pageSize: 1, what }, null);
    return null;
  } catch (error) {
    if (error instanceof Failure && isReason(error)) return error;
    throw error;
  }
}

/** Whether Jira refused a search because of its JQL. */
function isRefusedSearch(error: unknown): boolean {
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
