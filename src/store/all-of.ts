type Results<T extends readonly unknown[]> = { -readonly [K in keyof T]: Awaited<T[K]> };

/**
 * Statements of one transaction that are sent one after the other without waiting for each answer. Waits for all of them,
 * also when one fails: a statement that came after the rollback would stand outside the transaction.
 * @throws what failed first in time: what came after it was only told that the transaction is over
 */
export async function allOf<const T extends readonly unknown[]>(statements: T): Promise<Results<T>> {
  const all = Promise.all(statements);
  const settled = await Promise.allSettled([...statements, all]);
  const failed = settled.flatMap((one) => (one.status === "rejected" ? [one.reason as unknown] : []));
  const first = failed.at(-1);
  // Several answers may come in one packet: what was sent last is then heard of first.
  if (isAftermath(first)) throw failed.find((reason) => !isAftermath(reason)) ?? first;
  return all;
}

/** "The transaction is over" (`in_failed_sql_transaction`). */
function isAftermath(reason: unknown): boolean {
  return reason instanceof Error && "code" in reason && reason.code === "25P02";
}
