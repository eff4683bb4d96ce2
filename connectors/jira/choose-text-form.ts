import type { JiraConnection } from "../../src/ports/connection.ts";
import { adfForm } from "./adf-form.ts";
import type { TextForm } from "./text-form.ts";
import { wikiForm } from "./wiki/form.ts";

/** Nodes at Jira Cloud, wiki markup in Data Center. */
export function textFormOf({ account }: Pick<JiraConnection, "account">): TextForm {
  return textFormIn({ dataCenter: account === null });
}

/** @param jira a stored connection */
export function textFormIn({ dataCenter = false }: { readonly dataCenter?: boolean }): TextForm {
  return dataCenter ? wikiForm : adfForm;
}
