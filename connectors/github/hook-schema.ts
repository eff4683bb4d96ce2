import { z } from "zod";

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
export const hookEvents: readonly string[] = [
  "issue_dependencies",
  "issues",
  "milestone",
  "pull_request",
  "sub_issues",
];
