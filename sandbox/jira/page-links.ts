import type { RawRecord } from "../data.ts";
import { statusLozenge, type Surroundings } from "./adf-inline-html.ts";
import escaped from "escape-html";
import { recordAt, recordsAt, textAt } from "../record.ts";

type Row = { readonly wording: string; readonly html: string };

/** Linked issues, grouped by how the link reads from here: "blocks", "is blocked by". */
export function linkGroups(fields: RawRecord, around: Surroundings): string {
  const rows = recordsAt(fields, "issuelinks").map((link) => row(link, around));
  if (rows.length === 0) return "";
  const groups = [...Map.groupBy(rows, ({ wording }) => wording)].map(
    ([wording, members]) =>
      `<h3>${escaped(wording)}</h3><ul class="links">${members.map(({ html }) => `<li>${html}</li>`).join("")}</ul>`,
  );
  return `<section><h2>Linked work items</h2>${groups.join("")}</section>`;
}

function row(link: RawRecord, around: Surroundings): Row {
  const inward = recordAt(link, "inwardIssue");
  const end = inward ?? recordAt(link, "outwardIssue") ?? {};
  const wording = textAt(link, "type", inward === null ? "outward" : "inward") ?? "";
  const self = textAt(end, "self") ?? "";
  const browse = self.replace(/\/rest\/api\/\d+\/issue\/[^/]+$/, `/browse/${textAt(end, "key") ?? ""}`);
  return { wording, html: around.smartLink(browse) ?? unreadable(end) };
}

/** An issue that has left this site shows the fields stored in the link. */
function unreadable(end: RawRecord): string {
  const status = recordAt(end, "fields", "status");
  const key = `<b>${escaped(textAt(end, "key") ?? "")}</b>`;
  return `${key} ${escaped(textAt(end, "fields", "summary") ?? "")} ${status === null ? "" : statusLozenge(status)}`;
}
