import { connect, type Socket } from "node:net";
import { once } from "node:events";
import { readEnvironment, readSettings } from "../../config/settings.ts";
import { Failure } from "../domain/failure.ts";
import { frame, linesOf, Piece } from "./command-frames.ts";
import { isOurs, socketPlace } from "./socket-place.ts";
import type { Terminal } from "./terminal.ts";
import { version } from "./version.ts";

/**
 * Lets the process that has the configured embedded database open answer a command line.
 * @returns its exit code; null if no such process runs
 * @throws Failure `database-unavailable` if that process ended before it answered
 */
export async function askRunning(argv: readonly string[], terminal: Terminal): Promise<number | null> {
  const place = socketPlace(readSettings(readEnvironment(process.cwd())));
  if (place === null || !(await isOurs(place))) return null;
  const socket = await reach(place.path);
  if (socket === null) return null;
  try {
    socket.write(frame({ version, argv: [...argv] }));
    return await relay(socket, terminal);
  } finally {
    socket.destroy();
  }
}

/** @returns null if no process listens: there is no such socket, or a dead process left it behind */
async function reach(path: string): Promise<Socket | null> {
  const socket = connect(path);
  try {
    await once(socket, "connect");
    return socket;
  } catch {
    return null;
  }
}

async function relay(socket: Socket, terminal: Terminal): Promise<number> {
  try {
    for await (const line of linesOf(socket)) {
      const piece = Piece.parse(JSON.parse(line));
      if ("code" in piece) return piece.code;
      if ("out" in piece) terminal.out(piece.out);
      else terminal.err(piece.err);
    }
  } catch (error) {
    throw brokenOff(error);
  }
  throw brokenOff(null);
}

function brokenOff(cause: unknown): Failure {
  return new Failure({
    code: "database-unavailable",
    what: "The Signalbox process that has the database open ended before it answered.",
    remedy: "Run the command again.",
    verdict: { kind: "retry", afterMs: null },
    cause,
  });
}
