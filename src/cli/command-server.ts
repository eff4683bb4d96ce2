import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import type { Log } from "../ports/runtime.ts";
import { answerCommand, type Answering } from "./answer-command.ts";
import { frame, linesOf, Question, type Piece } from "./command-frames.ts";
import type { StoreSettings } from "./open-store.ts";
import { clearPlace, closeToOthers, socketPlace, type SocketPlace } from "./socket-place.ts";
import type { Terminal } from "./terminal.ts";

export type CommandServerOptions = Answering & { readonly settings: StoreSettings; readonly log: Log };

/** How long (ms) running commands may take to finish after the process begins to stop. */
const patienceMs = 2_000;

/**
 * Answers commands of other processes on this one's embedded database, on a socket that only this user can open. If it
 * cannot open the socket, the process continues without it and logs a warning.
 * @returns stops it, and waits briefly for running commands
 */
export async function startCommandServer(options: CommandServerOptions): Promise<() => Promise<void>> {
  const { settings, log } = options;
  const place = socketPlace(settings);
  if (place === null) return async () => undefined;
  const connected = new Map<Socket, Promise<void>>();
  const server = createServer((socket) => {
    const answered = answer(socket, options).finally(() => connected.delete(socket));
    connected.set(socket, answered);
  });
  try {
    await listen(server, place);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    log.warn({ socket: place.path, reason }, "cannot open the socket for commands of other processes");
    return async () => undefined;
  }
  return async () => {
    server.close();
    await Promise.race([Promise.all(connected.values()), pause(patienceMs)]);
    for (const socket of connected.keys()) socket.destroy();
  };
}

async function listen(server: Server, place: SocketPlace): Promise<void> {
  await clearPlace(place);
  server.listen(place.path);
  await once(server, "listening");
  await closeToOthers(place);
}

/** One question, its answer, and the end. If the caller disconnects, the command still runs to its end. */
async function answer(socket: Socket, options: CommandServerOptions): Promise<void> {
  socket.on("error", () => undefined);
  const question = await questionOf(socket);
  if (question === null) return void socket.destroy();
  // A command writes its output at once; the socket buffers what its reader has not taken yet.
  const say = (piece: Piece) => void (socket.writable && socket.write(frame(piece)));
  const terminal: Terminal = { out: (out) => say({ out }), err: (err) => say({ err }) };
  const code = await answerCommand(question, terminal, options);
  say({ code });
  options.log.info({ command: question.argv[0], code }, "command answered");
  await ended(socket);
}

/** Null if the caller sends no valid question. */
async function questionOf(socket: Socket): Promise<Question | null> {
  try {
    for await (const line of linesOf(socket)) return Question.parse(JSON.parse(line));
  } catch {
    // The caller disconnected, or does not speak our protocol.
  }
  return null;
}

/** Resolves after the caller took everything, or disconnected. */
async function ended(socket: Socket): Promise<void> {
  if (socket.closed) return;
  const closed = new Promise((resolve) => socket.once("close", resolve));
  socket.resume();
  socket.end();
  await closed;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
