import { Failure } from "../../src/domain/failure.ts";
import type { Rendered, Replacement } from "../../src/ports/connector.ts";

/** `beside`: what people's text takes; `limit`: of the whole; both in the tracker's own unit. `isTooLong`: what the tracker says. */
export type Room = {
  readonly connection: string;
  /** Of the issue, or of the item commented on. */
  readonly key: string;
  readonly beside: number;
  readonly limit: number;
  readonly isTooLong: (error: unknown) => boolean;
};

/**
 * Writes our text in the room that people's own leaves. A tracker that counts more than we do is believed: once more, by
 * a quarter of its limit shorter.
 * @param write composes and sends; gives null where what it composed is over the limit: then nothing was sent
 * @throws Failure where nothing of ours fits
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

/** What an account before ours wrote, and ours may not edit: it is not written a second time beside it. */
export function ofAnotherAccount({ connection, thing, author, permission }: Foreign, cause: Failure): Failure {
  return new Failure({
    code: "forbidden",
    what: `${connection}: ${thing} was written by another account of ours, ${author}, and the present one may not edit it.`,
    remedy: `Give the account of connection ${connection} ${permission}, or leave the text as it is: none is written beside it.`,
    verdict: { kind: "park" },
    cause,
  });
}
