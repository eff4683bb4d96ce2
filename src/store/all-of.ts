type Results<T extends readonly unknown[]> = { -readonly [K in keyof T]: Awaited<T[K]> };

/**
 * Statements of one transaction that are sent one after the other without waiting for each answer. Waits for all of them,
 * also when one fails: a statement that came after the rollback would stand outside the transaction.
 * @throws what failed first in time: what came after it was only told that the transaction is over
 */
export async function allOf<const T extends readonly unknown[]>(statements: T): Promise<Results<T>> {
  const all = Promise.all(statements);
  await Promise.allSettled([...statements, all]);
  return all;
}
