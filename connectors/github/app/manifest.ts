import type { WantedApp } from "../../../src/ports/app-setup.ts";
import { projectEvent, repositoryEvents } from "../hook-schema.ts";

/** The longest name of an app. */
const longestName = 34;

/** An Enterprise Server refuses a manifest with an event that it does not know; these came late. */
const lateEvents: ReadonlySet<string> = new Set(["issue_dependencies", "sub_issues", projectEvent]);

/**
 * What Signalbox needs, and no more, see docs/connect-github.md.
 * https://docs.github.com/apps/sharing-github-apps/registering-a-github-app-from-a-manifest#github-app-manifest-parameters
 * @param back the address to which GitHub returns
 * @param suffix makes the name of a person's app unique: a name exists once on a GitHub
 */
export function manifestOf(
  { connection: { webUrl }, organisation, webhookUrl }: WantedApp,
  { back, suffix }: { readonly back: string; readonly suffix: string },
): Readonly<Record<string, unknown>> {
  const { hostname } = new URL(webUrl);
  const isHosted = hostname === "github.com" || hostname.endsWith(".ghe.com");
  return {
    name: `Signalbox ${organisation ?? suffix}`.slice(0, longestName).trimEnd(),
    description: "Keeps release trains honest: reads issues, writes one rollup per train and one comment per conflict.",
    url: webhookUrl === null ? webUrl : new URL(webhookUrl).origin,
    // GitHub demands an address even of a webhook that is switched off.
    hook_attributes: { url: webhookUrl ?? "https://example.com/webhooks", active: webhookUrl !== null },
    redirect_url: back,
    public: false,
    default_permissions: { metadata: "read", issues: "write", pull_requests: "read", organization_projects: "read" },
    default_events: [...repositoryEvents, projectEvent].filter((event) => isHosted || !lateEvents.has(event)),
  };
}

/** GitHub's page that takes a manifest. @param state comes back with the code */
export function newAppPage({ connection: { webUrl }, organisation }: WantedApp, state: string): string {
  const owner = organisation === null ? "" : `/organizations/${encodeURIComponent(organisation)}`;
  return `${webUrl}${owner}/settings/apps/new?state=${state}`;
}
