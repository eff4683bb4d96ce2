import type { Notice } from "../../src/ports/webhook.ts";

const nothing: Notice = {
  kind: "understood",
  reason: null,
  items: [],
  removed: [],
  streams: [],
  pullRequests: [],
  proposal: false,
  at: null,
};

export const ownNotice: Notice = { ...nothing, kind: "own" };

export function understood(hint: Partial<Omit<Notice, "kind" | "reason">>): Notice {
  return { ...nothing, ...hint };
}

export function ignored(reason: string): Notice {
  return { ...nothing, kind: "ignored", reason };
}

export function unreadable(reason: string): Notice {
  return { ...nothing, kind: "unreadable", reason };
}
