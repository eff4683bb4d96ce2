import { z } from "zod";
import type { GithubClient } from "./client.ts";
import { isHosted } from "./host-schema.ts";

const maybeText = z.string().nullish().catch(null);

/** A hook of a repository. GitHub never returns its secret. */
export const HookRecord = z.object({
  id: z.int(),
  active: z.boolean().catch(true),
  events: z.array(z.string()).catch([]),
  config: z.object({ url: maybeText, content_type: maybeText }),
  last_response: z
    .object({ code: z.int().nullish().catch(null) })
    .nullish()
    .catch(null),
});
export type HookRecord = z.infer<typeof HookRecord>;

/** The hook of an app, and the events in its settings. */
export const AppHook = z.object({ url: maybeText, content_type: maybeText });
export const AppEvents = z.object({ slug: z.string(), events: z.array(z.string()).catch([]) });

/** Events about data that Signalbox reads; it subscribes to no others. */
export type HookEvents = {
  /** In alphabetical order. */
  readonly wanted: readonly string[];
  /** The wanted events that a server may refuse: polls find such changes as well, later. */
  readonly optional: readonly string[];
};

/**
 * The events that a host sends. No release of GitHub Enterprise Server up to 3.21 documents `sub_issues`, although the
 * later ones have sub-issues (docs.github.com, "Webhook events and payloads"); `issue_dependencies` came with
 * dependencies.
 */
export async function hookEventsOf(client: GithubClient, owner: string): Promise<HookEvents> {
  const { schema } = await client.documents(owner);
  const subIssues = schema.has("Issue.parent") ? ["sub_issues"] : [];
  const dependencies = schema.has("Issue.blockedBy") ? ["issue_dependencies"] : [];
  return {
    wanted: [...dependencies, "issues", "milestone", "pull_request", ...subIssues],
    optional: isHosted(client.connection) ? [] : subIssues,
  };
}
