import { Failure } from "../../src/domain/failure.ts";
import type { Rendered, Replacement } from "../../src/ports/connector.ts";

/**
 * `beside`: size of people's text; `limit`: of the whole text; both in the tracker's unit. `isTooLong`: whether the
 * tracker's error says that the text is too long.
 */
export type Room = {
  readonly connection: string;
  /** Key of the issue, or of the comment's item. */
  readonly key: string;
  readonly beside: number;
  readonly limit: number;
  readonly isTooLong: (error: unknown) => boolean;
};

/**
 * Writes a text in the room beside people's text. If the tracker still finds it too long, writes it once more, shorter
 * by a quarter of the limit.
 * @param write composes and sends; returns null, without sending, if the composed text exceeds the limit
 * @throws Failure if no text fits
 */
export async function inRoom<T>(
  text: Replacement,
  room: Room,
  write: (rendered: Rendered) => Promise<T | null>,
): Promise<T> {
  const { beside, limit, isTooLong } = room;
  const { refit = () => text } = text;
  for (const more of [0, Math.ceil(limit / 4)]) {
    try {
      const written = await write(refit(beside + more));
      if (written === null) break;
      return written;
    } catch (error) {
      if (!isTooLong(error)) throw error;
    }
  }
  throw noRoom(room);
}

function noRoom({ connection, key, beside, limit }: Room): Failure {
  return new Failure({
    code: "request-refused",
    what: `${connection}: our part does not fit into ${key}: the text that people wrote round it takes ${beside} of ${limit} characters.`,
    remedy: `Shorten what stands above and below our part in ${key}; nothing of it was touched.`,
    verdict: { kind: "park" },
  });
}

export type Foreign = {
  readonly connection: string;
  readonly thing: string;
  readonly author: string;
  readonly permission: string;
};

/**
 * The failure for a text of a former account that the present one may not edit; Signalbox does not write a second one
 * beside it.
 */
export function ofAnotherAccount({ connection, thing, author, permission }: Foreign, cause: Failure): Failure {
  return new Failure({
    code: "forbidden",
    what: `${connection}: ${thing} was written by another account of ours, ${author}, and the present one may not edit it.`,
    remedy: `Give the account of connection ${connection} ${permission}, or leave the text as it is: none is written beside it.`,
    verdict: { kind: "park" },
    cause,
  });
}
