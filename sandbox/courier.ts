/** One webhook delivery on its way out: signed, headers as the tracker spells them, the body's exact bytes. */
export type OutgoingDelivery = {
  readonly tracker: "jira" | "github";
  readonly url: string;
  /** `issues.edited`, `jira:issue_updated`: for people and for faults that pick by it. */
  readonly event: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** Carries deliveries out, some time after the change that caused them; nothing in a tracker waits for it. */
export type Courier = { deliver(delivery: OutgoingDelivery): void };
