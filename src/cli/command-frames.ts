import type { Socket } from "node:net";
import { z } from "zod";

/** The command line that a command sends to the process that has the database. */
export const Question = z.object({ version: z.string(), argv: z.array(z.string()) });
export type Question = z.infer<typeof Question>;

/** The answer, piece by piece: text for stdout and stderr, at the end the exit code. */
export const Piece = z.union([
  z.object({ out: z.string() }),
  z.object({ err: z.string() }),
  z.object({ code: z.int().min(0).max(255) }),
]);
export type Piece = z.infer<typeof Piece>;

/** One value per line. JSON contains no line breaks. */
export function frame(value: Question | Piece): string {
  return `${JSON.stringify(value)}\n`;
}

/** Lines as they arrive, without line ends; drops a last line without one. Ends with the socket. */
export async function* linesOf(socket: Socket): AsyncGenerator<string> {
  socket.setEncoding("utf8");
  let rest = "";
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
    const lines = `${rest}${String(chunk)}`.split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
}
