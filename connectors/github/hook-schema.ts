import { z } from "zod";

const maybeText = z.string().nullish().catch(null);

/** A hook of a repository. Its secret is never told. */
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

/** The one hook of an app, and the events its settings name. */
export const AppHook = z.object({ url: maybeText, content_type: maybeText });
export const AppEvents = z.object({ slug: z.string(), events: z.array(z.string()).catch([]) });

/** The events that say something we do not know: no others are asked for. */
export const hookEvents: readonly string[] = [
  "issue_dependencies",
  "issues",
  "milestone",
  "pull_request",
  "sub_issues",
];
