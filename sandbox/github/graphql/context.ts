import type { HostState } from "../host-state.ts";

export type Args = Readonly<Record<string, unknown>>;

/** The context that all resolvers of one request share. */
export type QueryContext = {
  readonly state: HostState;
  /** Points this request costs, and how many nodes it could return at most. */
  readonly cost: number;
  readonly nodeCount: number;
};

type Resolve<S> = (source: S, args: Args, context: QueryContext) => unknown;

/** Resolvers of one type's fields. */
export type Fields = Readonly<Record<string, Resolve<unknown>>>;

/** Resolvers of a type whose values are of one kind. */
export function fieldsOf<S>(
  isOne: (value: unknown) => value is S,
  fields: Readonly<Record<string, Resolve<S>>>,
): Fields {
  const checked: Record<string, Resolve<unknown>> = {};
  for (const [name, resolve] of Object.entries(fields)) {
    checked[name] = (source, args, context) => {
      if (!isOne(source)) throw new TypeError(`${name} was asked of something else`);
      return resolve(source, args, context);
    };
  }
  return checked;
}
