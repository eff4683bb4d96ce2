/** Keys of a connection: the one it had, and the one it gets. */
export type Renaming = { readonly from: string; readonly to: string };

const itemId = /^(jira|github):([^:]+):(issue:\d+)$/u;

/** An id of an item of the connection under its new key; any other text as it is. */
export function renamedId(text: string, { from, to }: Renaming): string {
  return text.replace(itemId, (id, system: string, connection: string, rest: string) =>
    connection === from ? `${system}:${to}:${rest}` : id,
  );
}

/** A JSON document: texts that are ids of the connection's items, and its key where a field `connection` holds it. */
export function renamedJson(json: string, renaming: Renaming): string {
  const document: unknown = JSON.parse(json, (field, value: unknown) => {
    if (typeof value !== "string") return value;
    return field === "connection" && value === renaming.from ? renaming.to : renamedId(value, renaming);
  });
  return JSON.stringify(document);
}
