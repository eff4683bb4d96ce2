import { z } from "zod";
import type { GithubClient } from "./client.ts";
import { isHosted, type SchemaPart } from "./host-schema.ts";

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

/** Of a project's items: no hook of a repository gets it, only an app's, or one of an organisation. */
export const projectEvent = "projects_v2_item";

/** All events of a repository about data that Signalbox reads; it subscribes to no others. */
export const repositoryEvents = ["issue_dependencies", "issues", "milestone", "pull_request", "sub_issues"] as const;

export type HookEvents = {
  /** In alphabetical order. */
  readonly wanted: readonly string[];
  /** The wanted events that a server may refuse: polls find such changes as well, later. */
  readonly optional: readonly string[];
};

/** The part of the schema without which a server does not send an event. */
const neededParts: Partial<Record<string, SchemaPart>> = {
  issue_dependencies: "Issue.blockedBy",
  sub_issues: "Issue.parent",
};

/**
 * The events of a repository that a host sends. No release of GitHub Enterprise Server up to 3.21 documents `sub_issues`,
 * although the later ones have sub-issues (docs.github.com, "Webhook events and payloads"); `issue_dependencies` came
 * with dependencies.
 */
export async function hookEventsOf(client: GithubClient, owner: string): Promise<HookEvents> {
  const { schema } = await client.documents(owner);
  const wanted = repositoryEvents.filter((event) => {
    const needed = neededParts[event];
    return needed === undefined || schema.has(needed);
  });
  return { wanted, optional: isHosted(client.connection) ? [] : wanted.filter((event) => event === "sub_issues") };
}
