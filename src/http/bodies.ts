import type { IncomingMessage } from "node:http";
import PQueue from "p-queue";
import type { Request, Response } from "express";
import { lengthOf, refuse } from "./answers.ts";
import { Gathered, release } from "./gathered.ts";

/** Both trackers send 25 MB at most. */
export const largestBody = 26 * 1024 * 1024;

/** Deliveries are of 5 to 100 KB. Up to here a body waits for nobody. */
const smallBody = 256 * 1024;
/** Of all small bodies that are on their way. */
const mostSmallBytes = 16 * 1024 * 1024;
/** Behind the one large body that is on its way; each holds what the socket has read ahead. */
const mostInLine = 16;
/** How long (ms) a large body may wait for its turn, and how long it may then take: GitHub gives up after ten seconds. */
const turnMs = 10_000;

export type UnreadCall = { readonly request: Request; readonly response: Response };

/**
 * Bodies of calls that nobody has vouched for yet. What they hold in memory is bounded, whoever sends how many: small ones come
 * side by side, and where they are too many those that have been on their way for longest are refused, since a tracker's is there
 * at once; large ones come one after the other.
 */
export type Bodies = {
  /**
   * @param use what is made of a body; afterwards its bytes are another's
   * @returns null where the call was refused or broke off: nothing is left to be done for it
   */
  read<T>(call: UnreadCall, use: (body: Uint8Array) => Promise<T>): Promise<T | null>;
};

export function createBodies(): Bodies {
  const crowd = new Crowd();
  const line = new PQueue({ concurrency: 1 });
  let spare: Gathered | null = null;

  async function inTurn(call: UnreadCall, begun: Gathered): Promise<Gathered | null> {
    spare ??= new Gathered(largestBody, largestBody);
    const whole = spare.begin(begun);
    const late = setTimeout(() => refuse(call, 408), turnMs);
    const end = await gather(call, whole, () => "more");
    clearTimeout(late);
    if (end === "full") refuse(call, 413);
    return end === "whole" ? whole : null;
  }

  async function readLarge<T>(
    call: UnreadCall,
    begun: Gathered,
    use: (body: Uint8Array) => Promise<T>,
  ): Promise<T | null> {
    if (line.size >= mostInLine) return refused(call, 503);
    const turn = new AbortController();
    const late = setTimeout(() => turn.abort(), turnMs);
    try {
      return await line.add(
        async () => {
          clearTimeout(late);
          const whole = await inTurn(call, begun);
          return whole === null ? null : use(whole.bytes());
        },
        { signal: turn.signal },
      );
    } catch (error) {
      if (!turn.signal.aborted) throw error;
      return refused(call, 503);
    } finally {
      clearTimeout(late);
      if (line.size + line.pending === 0) {
        spare?.end();
        spare = null;
      }
    }
  }

  return {
    read: async (call, use) => {
      const stated = lengthOf(call.request);
      const isLarge = stated !== null && stated > smallBody;
      const small = new Gathered(largestBody);
      if (isLarge) return readLarge(call, small, use);
      const place = crowd.enter(() => refuse(call, 503));
      const end = await gather(call, small, (bytes) => {
        if (!place.grow(bytes)) return "off";
        return small.size > smallBody ? "full" : "more";
      });
      place.leave();
      if (end === "full") return readLarge(call, small, use);
      return end === "whole" ? use(small.bytes()) : null;
    },
  };
}

function refused(call: UnreadCall, status: number): null {
  refuse(call, status);
  return null;
}

/** `full`: more than goes in, or than it may hold here. `off`: it broke off, or was refused meanwhile. */
async function gather(
  { request, response }: UnreadCall,
  into: Gathered,
  grown: (bytes: number) => "more" | "full" | "off",
): Promise<"whole" | "full" | "off"> {
  if (request.headers.expect !== undefined && into.size === 0) response.writeContinue();
  try {
    for await (const chunk of chunksOf(request)) {
      if (response.headersSent) return "off";
      const { length } = chunk;
      const fits = into.add(chunk);
      release(chunk);
      if (!fits) return "full";
      const then = grown(length);
      if (then !== "more") return then;
    }
  } catch {
    return "off";
  }
  return response.headersSent ? "off" : "whole";
}

/** Left alone where it stands once nobody asks for more. */
function chunksOf(request: IncomingMessage): AsyncIterable<Buffer> {
  return request.iterator({ destroyOnReturn: false });
}

type Place = { held: number; readonly drop: () => void };

/** Small bodies on their way, the oldest first. */
class Crowd {
  readonly #places = new Set<Place>();
  #held = 0;

  enter(drop: () => void) {
    const place: Place = { held: 0, drop };
    this.#places.add(place);
    return {
      /** @returns false where its own was the oldest of too many */
      grow: (bytes: number): boolean => {
        place.held += bytes;
        this.#held += bytes;
        for (const oldest of this.#places) {
          if (this.#held <= mostSmallBytes) break;
          this.#leave(oldest);
          oldest.drop();
        }
        return this.#places.has(place);
      },
      leave: () => this.#leave(place),
    };
  }

  #leave(place: Place): void {
    if (this.#places.delete(place)) this.#held -= place.held;
  }
}
