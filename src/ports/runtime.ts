/** Now, in epoch milliseconds. */
export type Clock = () => number;

/** Long work calls it repeatedly: it yields to other work if the present turn has taken too long, else returns null. */
export type Pause = () => Promise<void> | null;

/** `read`: changes nothing. `write`: idempotent. `create`: a repeat creates a second thing. */
export type RequestKind = "read" | "write" | "create";

/**
 * The signal that ends one request: it aborts after `ms` milliseconds, and for a read also when the process stops. A
 * write keeps its time, because what an interrupted write has done is unknown.
 */
export type TimeLimit = (ms: number, kind?: RequestKind) => AbortSignal;

/** A new random id, globally unique. */
export type NewId = () => string;

/** Static text, and fields with ids; never secrets. `error` is a bug in Signalbox; an operator's mistake is `info`. */
export type Log = {
  info(fields: Readonly<Record<string, unknown>>, text: string): void;
  warn(fields: Readonly<Record<string, unknown>>, text: string): void;
  error(fields: Readonly<Record<string, unknown>>, text: string): void;
};

/** Shows the progress of a long job to a person. `total` is null while unknown. */
export type Progress = (step: { readonly label: string; readonly done: number; readonly total: number | null }) => void;

/** Metrics for the operator of the service. Labels are few and never secret. */
export type Meter = {
  /** `repeated`: the inbox already held it. `refused`: verification failed. */
  delivery(connection: string, outcome: "received" | "repeated" | "refused"): void;
  /** Outcome of processed deliveries; `event` as `Receiver.kindOf` returns it. */
  worked(delivery: {
    readonly connection: string;
    readonly event: string;
    readonly state: string;
    readonly count: number;
  }): void;
  publication(train: string, outcome: string, count: number): void;
  job(kind: string, outcome: "done" | "taken" | "left" | "retry" | "parked" | "broken", seconds: number): void;
};

/** A step on the way from a delivery to the texts that change for it; instants in epoch milliseconds. */
export type TracedStep = {
  readonly step: "delivery received" | "ingest" | "evaluate" | "publish write";
  readonly startedAt: number;
  readonly endedAt: number;
  /** Keys, kinds and outcomes; never titles or secrets. */
  readonly attributes: Readonly<Record<string, string | number>>;
};

/** Records a step of these deliveries, each in its own trace. `deliveries`: their ids; none records nothing. */
export type Trace = (step: TracedStep, deliveries: readonly string[]) => void;

/** The environment of a process: the only source of time and randomness, and the only place to report to. */
export type Runtime = {
  readonly clock: Clock;
  readonly newId: NewId;
  /** Resolves after this many milliseconds. */
  readonly wait: (ms: number) => Promise<void>;
  readonly log: Log;
  readonly meter: Meter;
  readonly trace: Trace;
};
