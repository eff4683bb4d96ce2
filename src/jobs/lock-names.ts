/** Reading a connection is one at a time, whether polled, swept or by a command. */
export function readingOf(connection: string): string {
  return `read ${connection}`;
}

/** What a train's conflicts, books and texts are changed under: evaluating and writing, by a job or a command. */
export function turnOf(train: string): string {
  return `train ${train}`;
}
