import { Failure } from "../../src/domain/failure.ts";

type Settled<T extends readonly unknown[]> = { -readonly [K in keyof T]: Awaited<T[K]> };

/**
 * As `Promise.all`, but joins several failures into one, so that one run shows all problems of a connection.
 * @throws Failure with the code and verdict of the first; after any other error, which is a bug, an `AggregateError` of
 * all
 */
export async function allOrTogether<T extends readonly Promise<unknown>[]>(work: readonly [...T]): Promise<Settled<T>> {
  const settled = await Promise.allSettled(work);
  const reasons = settled.flatMap((one) => (one.status === "rejected" ? [one.reason as unknown] : []));
  const failures = reasons.filter((reason) => reason instanceof Failure);
  if (failures.length < reasons.length) throw new AggregateError(reasons, "a fault of our own among failures");
  const [first, ...others] = failures;
  if (first !== undefined) throw others.length === 0 ? first : together(first, failures);
  return Promise.all(work);
}

function together({ code, verdict }: Failure, failures: readonly Failure[]): Failure {
  return new Failure({
    code,
    what: failures.map(({ message }) => message).join(" "),
    remedy: failures.map(({ remedy }) => remedy).join(" "),
    verdict,
    cause: new AggregateError(failures),
  });
}
