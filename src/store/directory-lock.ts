/** Thin first version. */
export async function lockDirectory(_directory: string): Promise<() => Promise<void>> {
  return async () => undefined;
}
