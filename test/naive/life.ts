/** What the trackers' records tell of an item at one moment. */
export type State = {
  /** A project's key or a repository's name. */
  readonly place: string;
  readonly category: "todo" | "in-progress" | "finished";
  /** Whether it was finished without being done, if it is finished. */
  readonly isDropped: boolean;
  /** From the estimate field. */
  readonly points: number | null;
  readonly labels: ReadonlySet<string>;
  readonly components: ReadonlySet<string>;
  /** Names of timeboxes. */
  readonly boxes: ReadonlySet<string>;
  /** Name of the parent. */
  readonly parent: string | null;
};

/** A change of an item at an instant, epoch milliseconds. */
export type Change = { readonly at: number; readonly after: (state: State) => State };

/** An item from its beginning on. */
export type Life = {
  /** The tracker's own id in Jira; the title in GitHub, where a transferred issue gets another id. */
  readonly name: string;
  readonly title: string;
  readonly system: "jira" | "github";
  readonly type: string;
  readonly isSubtask: boolean;
  /** Its business value at the last reading. */
  readonly value: number | null;
  readonly bornAt: number;
  readonly updatedAt: number;
  readonly beginning: State;
  /** Oldest first. */
  readonly changes: readonly Change[];
  /** The state of the moment at which the record was read. */
  readonly present: State;
};

/** The item at an instant, by everything that happened to it until then. */
export function replay({ beginning, changes }: Life, instant: number): State {
  let state = beginning;
  for (const change of changes) if (change.at <= instant) state = change.after(state);
  return state;
}

export type Status = "todo" | "in-progress" | "done" | "cancelled";

/** An issue in GitHub is in progress if a label says so. */
export function statusOf({ category, isDropped, labels }: State, { system }: Pick<Life, "system">): Status {
  if (category === "finished") return isDropped ? "cancelled" : "done";
  return system === "github" && labels.has("in progress") ? "in-progress" : category;
}

export function without<Value>(values: ReadonlySet<Value>, value: Value): ReadonlySet<Value> {
  return new Set([...values].filter((one) => one !== value));
}

export function including<Value>(values: ReadonlySet<Value>, value: Value): ReadonlySet<Value> {
  return new Set([...values, value]);
}
