import { Failure } from "../../src/domain/failure.ts";
import type { Rendered, Replacement } from "../../src/ports/connector.ts";

/**
 * `beside`: size of people's text, 0 for a new text; `limit`: of the whole text; both in the tracker's unit. `excessIn`:
 * how much shorter the text must be if the tracker's error says that it is too long; null for other errors.
 */
export type Room = {
  readonly connection: string;
  /** Key of the issue, or of the comment's item. */
  readonly key: string;
  readonly beside: number;
  readonly limit: number;
  readonly excessIn: (error: unknown) => number | null;
};

/**
 * Writes a text in the room beside people's text. If the tracker still finds it too long, writes it once more, as much
 * shorter as the tracker demands.
 * @param write composes and sends; returns null, without sending, if the composed text exceeds the limit
 * @throws Failure if no text fits; of the tracker, if there is no text of people
 */
export async function inRoom<T>(
  text: Replacement,
  room: Room,
  write: (rendered: Rendered) => Promise<T | null>,
): Promise<T> {
  const { beside, excessIn } = room;
  const { refit } = text;
  const send = async (rendered: Rendered): Promise<T> => {
    const written = await write(rendered);
    if (written === null) throw noRoom(room);
    return written;
  };
  const orNoRoom = (error: unknown) => (beside > 0 && excessIn(error) !== null ? noRoom(room) : error);
  try {
    return await send(refit?.(beside) ?? text);
  } catch (error) {
    const excess = excessIn(error);
    if (excess === null || refit === undefined) throw orNoRoom(error);
    return send(refit(beside + excess)).catch((again: unknown) => {
      throw orNoRoom(again);
    });
  }
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
