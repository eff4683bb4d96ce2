/** One webhook delivery on its way out: signed, headers as the tracker spells them, the body's exact bytes. */
export type OutgoingDelivery = {
  readonly tracker: "jira" | "github";
  readonly url: string;
  /** `issues.edited`, `jira:issue_updated`: for people and for faults that pick by it. */
  readonly event: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** One attempt of a delivery, and its outcome. Instants in epoch milliseconds. */
export type Attempt = {
  /** Rises by one with every attempt. */
  readonly id: number;
  readonly delivery: OutgoingDelivery;
  /** 0 for the first try. */
  readonly retry: number;
  readonly at: number;
  readonly durationMs: number;
  /** Null without an answer. */
  readonly status: number | null;
};

/** Sends deliveries out, some time after the change that caused them; nothing in a tracker waits for it. */
export type WebhookSender = {
  deliver(delivery: OutgoingDelivery): void;
  /** The latest attempts, oldest first, if the sender remembers them: GitHub shows them. */
  attempts?(): readonly Attempt[];
};
