import { digestOf } from "../domain/hash.ts";
import type { Train } from "../domain/model/train.ts";

/** The lock under which a poll, a sweep or a command reads a connection. */
export function connectionLock(connection: string): string {
  return `read ${connection}`;
}

/** The lock under which a job or a command evaluates a train and writes its texts. */
export function trainLock(train: string): string {
  return `train ${train}`;
}

/** The lock under which a job processes the inbox of a connection. */
export function inboxLock(connection: string): string {
  return `receive ${connection}`;
}

/** The lock that one of the processes with this train file holds as long as it runs. */
export function trainFileLock(trains: readonly Train[]): string {
  return `train file ${digestOf(JSON.stringify(trains))}`;
}

/** The lock under which a job sends a train's digest. */
export function digestLock(train: string): string {
  return `digest ${train}`;
}
