import { z } from "zod";
import { parsed } from "./requests.ts";

const Projects = z.array(z.looseObject({ key: z.string() }));

/**
 * Data Center lists all projects that the account can browse in one answer, without archived ones: as a page of Cloud's
 * search for projects.
 * @param keys of the wanted ones; empty for all
 */
export function projectPage(answer: unknown, keys: readonly string[]): unknown {
  const wanted = new Set(keys.map((key) => key.toUpperCase()));
  const values = parsed(Projects, answer).filter(({ key }) => wanted.size === 0 || wanted.has(key.toUpperCase()));
  return { values, total: values.length, isLast: true };
}
