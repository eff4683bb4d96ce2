import { renderMarkdown as renderGithub } from "../../connectors/github/render.ts";
import { renderJira } from "../../connectors/jira/render.ts";
import type { ConnectionRecord } from "../ports/store.ts";
import type { Render } from "../reporting/plan.ts";

/** Renders as the connections' trackers do; needs nothing of them but their addresses. */
export function renderOf(records: readonly ConnectionRecord[]): Render {
  const byKey = new Map(records.map((record) => [record.key, record]));
  return (key, document, marker) => {
    const record = byKey.get(key);
    if (record === undefined) throw new TypeError(`no connection ${key}`);
    return record.system === "jira" ? renderJira(document, marker) : renderGithub(document, record.site);
  };
}
