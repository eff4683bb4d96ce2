import type { Notice, Receiver } from "../../../src/ports/webhook.ts";

type ReceiverDefect = (receiver: Receiver) => Partial<Receiver>;

/** Events whose loss would delay a change. */
const events = [
  "jira:issue_created",
  "jira:issue_updated",
  "jira:issue_deleted",
  "issuelink_created",
  "issuelink_deleted",
  "sprint_updated",
  "issues.opened",
  "issues.edited",
  "issues.closed",
  "issues.reopened",
  "issues.milestoned",
  "issues.demilestoned",
  "issues.deleted",
  "issues.labeled",
  "issue_dependencies",
  "sub_issues",
  "milestone",
];

/** Defects in parsing deliveries. */
export const receiverDefects: Readonly<Record<string, ReceiverDefect>> = {
  ...Object.fromEntries(events.map((event) => [`receiver: ${event} is dropped`, dropping(event)])),
  "receiver: what was removed is dropped": changedNotice((notice) => ({ ...notice, removed: [] })),
  "receiver: only the first item counts": changedNotice((notice) => ({ ...notice, items: notice.items.slice(0, 1) })),
  "receiver: streams are not read anew": changedNotice((notice) => ({ ...notice, streams: [] })),
  "receiver: everything is our own": changedNotice((notice) => ({ ...notice, kind: "own", items: [] })),
  "receiver: what is not signed is taken": (receiver) => ({
    verify: (call, path) =>
      receiver.verify(call, path) ?? { deliveryId: "forged", event: "forged", body: Buffer.from(call.body).toString() },
  }),
  "receiver: no signature is good enough": () => ({ verify: () => null }),
};

function changedNotice(change: (notice: Notice) => Notice): ReceiverDefect {
  return (receiver) => ({ read: (call) => change(receiver.read(call)) });
}

function dropping(event: string): ReceiverDefect {
  const dropped = {
    kind: "ignored",
    reason: "dropped",
    items: [],
    removed: [],
    streams: [],
    pullRequests: [],
  } as const;
  return (receiver) => ({
    read: (call) => {
      const notice = receiver.read(call);
      const isIt = call.event === event || call.event.startsWith(`${event}.`);
      return isIt ? { ...notice, ...dropped } : notice;
    },
  });
}
