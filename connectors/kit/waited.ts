/** @param wait rejects when the process stops @returns false if a stop ended the wait */
export async function waited(wait: (ms: number) => Promise<void>, ms: number): Promise<boolean> {
  try {
    await wait(ms);
    return true;
  } catch {
    return false;
  }
}
