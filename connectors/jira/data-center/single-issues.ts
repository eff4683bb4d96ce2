import { z } from "zod";
import type { SearchTools } from "./search.ts";
import { orHidden, parsed } from "./requests.ts";

export type Reading = { readonly fields: readonly string[]; readonly changelog: boolean };

/**
 * Issues one by one, since Data Center cannot read several but by its search, which lags behind. Leaves out deleted and
 * hidden ones, as Cloud does. A repeat of the request reads only what is missing.
 */
export function issuesOf(tools: SearchTools, idsOrKeys: readonly string[], reading: Reading): () => Promise<unknown> {
  const { converter } = tools;
  const raw = reader(tools, idsOrKeys, { ...reading, fields: converter.asked(reading.fields) });
  return async () => ({ issues: await converter.convert((await raw()).filter((issue) => issue !== null)) });
}

const Changes = z.object({
  id: z.string(),
  changelog: z.object({ histories: z.array(z.unknown()) }),
});

/** Complete changelogs in the form of Cloud's bulk request, which Data Center lacks. */
export function changelogsOf(tools: SearchTools, ids: readonly string[]): () => Promise<unknown> {
  const raw = reader(tools, ids, { fields: ["created"], changelog: true });
  return async () => {
    const issues = (await raw()).filter((issue) => issue !== null).map((issue) => parsed(Changes, issue));
    const issueChangeLogs = issues.map(({ id, changelog }) => ({
      issueId: id,
      changeHistories: changelog.histories.map((history) => tools.converter.history(history)),
    }));
    return { issueChangeLogs };
  };
}

function reader(
  { requests }: SearchTools,
  idsOrKeys: readonly string[],
  { fields, changelog }: Reading,
): () => Promise<readonly unknown[]> {
  const read = new Map<string, unknown>();
  const query = { fields: fields.join(","), ...(changelog && { expand: "changelog" }) };
  return async () => {
    for (const idOrKey of idsOrKeys) {
      if (read.has(idOrKey)) continue;
      read.set(idOrKey, await orHidden(requests.get(`/rest/api/2/issue/${encodeURIComponent(idOrKey)}`, query)));
    }
    return [...read.values()];
  };
}
