import { renderMarkdown as renderGithub } from "../../connectors/github/render.ts";
import { textFormIn } from "../../connectors/jira/choose-text-form.ts";
import type { ConnectionRecord } from "../ports/train-registry.ts";
import type { Render } from "../reporting/draft.ts";

/**
 * Renders as the connections' trackers do; needs only their addresses.
 * @param publicUrl where people reach the service; null if they cannot
 */
export function renderOf(records: readonly ConnectionRecord[], publicUrl: string | null = null): Render {
  const byKey = new Map(records.map((record) => [record.key, record]));
  return (key, document, marker) => {
    const record = byKey.get(key);
    if (record === undefined) throw new TypeError(`no connection ${key}`);
    return record.system === "jira"
      ? textFormIn(record).render(document, marker)
      : renderGithub(document, record.site, throughUs(key, publicUrl));
  };
}

/** The form that `src/http/redirects.ts` answers. */
function throughUs(connection: string, publicUrl: string | null): string | null {
  return publicUrl === null ? null : `${publicUrl.replace(/\/+$/u, "")}/to/${connection}`;
}
