/** Now, in epoch milliseconds. */
export type Clock = () => number;

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
