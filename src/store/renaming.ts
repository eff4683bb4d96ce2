/** Keys of a connection: the one it had, and the one it gets. */
export type Renaming = { readonly from: string; readonly to: string };

/** What stands before `:issue:10234` in a text that is an item's id and nothing else. */
const origin = /^(?:jira|github):[^:]+(?=:issue:\d+$)/u;

/** An id of an item of the connection under its new key; any other text as it is. */
function renamedId(text: string, { from, to }: Renaming): string {
  return text.replace(origin, (found) => (found.endsWith(`:${from}`) ? found.slice(0, -from.length) + to : found));
}

/** A JSON document: texts that are ids of the connection's items, and its key where a field `connection` holds it. */
export function renamedJson(json: string, renaming: Renaming): string {
  const document: unknown = JSON.parse(json, (field, value: unknown) => {
    if (typeof value !== "string") return value;
    return field === "connection" && value === renaming.from ? renaming.to : renamedId(value, renaming);
  });
  return JSON.stringify(document);
}
