import type { Socket } from "node:net";
import { z } from "zod";

/** What a command asks of the process that has the database: its own words. */
export const Question = z.object({ version: z.string(), argv: z.array(z.string()) });
export type Question = z.infer<typeof Question>;

/** What comes back, piece by piece: text for stdout and stderr, at the end the exit code. */
export const Piece = z.union([
  z.object({ out: z.string() }),
  z.object({ err: z.string() }),
  z.object({ code: z.int().min(0).max(255) }),
]);
export type Piece = z.infer<typeof Piece>;

/** One value a line. JSON holds no line break of its own. */
export function frame(value: Question | Piece): string {
  return `${JSON.stringify(value)}\n`;
}

/** Lines as they come, without their ends; what is left without one is dropped. Ends with the socket. */
export async function* linesOf(socket: Socket): AsyncGenerator<string> {
  socket.setEncoding("utf8");
  let rest = "";
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
    const lines = `${rest}${String(chunk)}`.split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
}
