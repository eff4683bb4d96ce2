/** Now, in epoch milliseconds. */
export type Clock = () => number;

/** Asked in the middle of long work: lets others have their turn where it has taken long enough, else goes on at once. */
export type Pause = () => Promise<void> | null;

/** A new random id, unique for ever. */
export type NewId = () => string;

/** Static text, fields with ids; never secrets. `error` is our bug, an operator's mistake is `info`. */
export type Log = {
  info(fields: Readonly<Record<string, unknown>>, text: string): void;
  warn(fields: Readonly<Record<string, unknown>>, text: string): void;
  error(fields: Readonly<Record<string, unknown>>, text: string): void;
};

/** Tells a waiting person how far a long job is. `total` is null while unknown. */
export type Progress = (step: { readonly label: string; readonly done: number; readonly total: number | null }) => void;

/** Counts what happens, for the operator of the service. Labels are few and never secret. */
export type Meter = {
  /** `repeated`: known already. `refused`: the call was not the tracker's. */
  delivery(connection: string, outcome: "received" | "repeated" | "refused"): void;
  /** What became of deliveries that were worked off; `event` as `Receiver.kindOf` says. */
  worked(delivery: {
    readonly connection: string;
    readonly event: string;
    readonly state: string;
    readonly count: number;
  }): void;
  publication(train: string, outcome: string, count: number): void;
  job(kind: string, outcome: "done" | "taken" | "retry" | "parked" | "broken", seconds: number): void;
};

/** What a process runs with: time, chance, and where it reports to come from nowhere else. */
export type Runtime = {
  readonly clock: Clock;
  readonly newId: NewId;
  /** Resolves after this many milliseconds. */
  readonly wait: (ms: number) => Promise<void>;
  readonly log: Log;
  readonly meter: Meter;
};
