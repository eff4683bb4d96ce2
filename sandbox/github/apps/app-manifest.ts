import { isRecord, listAt, textAt, valueAt } from "../../record.ts";
import type { App } from "./app-registry.ts";

/** Events of GitHub's list that an app of ours may ask for, and others with the same permissions. */
const KNOWN_EVENTS: ReadonlySet<string> = new Set([
  "issue_comment",
  "issue_dependencies",
  "issues",
  "label",
  "milestone",
  "projects_v2_item",
  "pull_request",
  "repository",
  "sub_issues",
]);

type Manifest = Pick<App, "name" | "homepage" | "hook" | "permissions" | "events"> & { readonly redirectUrl: string };

/** GitHub's reason to refuse a manifest; null for a good one. */
export function manifestProblem(text: string): string | null {
  const manifest = parsed(text);
  if (!isRecord(manifest)) return "The manifest is not JSON.";
  for (const name of ["url", "redirect_url"]) {
    if (!URL.canParse(textAt(manifest, name) ?? "")) return `${name} must be a URL.`;
  }
  const hook = valueAt(manifest, "hook_attributes");
  if (hook !== undefined && !URL.canParse(textAt(hook, "url") ?? "")) return "Hook url cannot be blank.";
  const unknown = listAt(manifest, "default_events").filter((event) => !KNOWN_EVENTS.has(String(event)));
  if (unknown.length > 0) return `Default events unsupported: ${unknown.join(", ")}.`;
  return (textAt(manifest, "name") ?? "").length > 34 ? "Name is too long (maximum is 34 characters)." : null;
}

/** A manifest without problems. */
export function readManifest(text: string): Manifest {
  const manifest = parsed(text);
  const permissions = valueAt(manifest, "default_permissions");
  return {
    name: textAt(manifest, "name") ?? "",
    homepage: textAt(manifest, "url") ?? "",
    redirectUrl: textAt(manifest, "redirect_url") ?? "",
    hook: {
      url: textAt(manifest, "hook_attributes", "url") ?? "",
      active: valueAt(manifest, "hook_attributes", "active") !== false,
    },
    permissions: isRecord(permissions)
      ? Object.fromEntries(Object.entries(permissions).map(([name, access]) => [name, String(access)]))
      : {},
    events: listAt(manifest, "default_events").map(String),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
