import type { IncomingMessage } from "node:http";
import PQueue from "p-queue";
import type { Request, Response } from "express";
import { lengthOf, refuse } from "./answers.ts";
import { BodyBuffer, release } from "./body-buffer.ts";

/** Both trackers send 25 MB at most. */
export const largestBody = 26 * 1024 * 1024;

/** Deliveries have 5 to 100 KB. Bodies up to this size do not queue. */
const smallBody = 256 * 1024;
/** Total of all small bodies in transit. */
const mostSmallBytes = 16 * 1024 * 1024;
/** Calls queued behind the one large body in transit; each holds what its socket has read ahead. */
const mostInLine = 16;
/** How long (ms) a large body may queue, and how long it may then take: GitHub gives up after ten seconds. */
const turnMs = 10_000;

export type UnreadCall = { readonly request: Request; readonly response: Response };

/**
 * Bodies of calls without a verified signature, in bounded memory. Small ones arrive in parallel; if they exceed the
 * total, the oldest are refused, because a tracker's body arrives at once. Large ones arrive one at a time.
 */
export type Bodies = {
  /**
   * @param use consumes a body; afterwards its bytes are reused
   * @returns null if the call was refused or broke off: the caller has nothing left to do
   */
  read<T>(call: UnreadCall, use: (body: Uint8Array) => T): Promise<T | null>;
};

export function createBodies(): Bodies {
  const crowd = new Crowd();
  const line = new PQueue({ concurrency: 1 });
  let spare: BodyBuffer | null = null;

  async function inTurn(call: UnreadCall, begun: BodyBuffer): Promise<BodyBuffer | null> {
    spare ??= new BodyBuffer(largestBody, largestBody);
    const whole = spare.begin(begun);
    const late = setTimeout(() => refuse(call, 408), turnMs);
    const end = await gather(call, whole, () => "more");
    clearTimeout(late);
    if (end === "full") refuse(call, 413);
    return end === "whole" ? whole : null;
  }

  async function readLarge<T>(call: UnreadCall, begun: BodyBuffer, use: (body: Uint8Array) => T): Promise<T | null> {
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
      const small = new BodyBuffer(largestBody);
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

/** `full`: the body exceeds the maximum, or the limit for small ones. `off`: the call broke off, or was refused meanwhile. */
async function gather(
  { request, response }: UnreadCall,
  into: BodyBuffer,
  grown: (bytes: number) => "more" | "full" | "off",
): Promise<"whole" | "full" | "off"> {
  if (request.headers.expect !== undefined && into.size === 0) response.writeContinue();
  // After an answer, Node does not report the end of the connection to a reader of the request.
  const stop = () => request.destroy();
  response.once("close", stop);
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
  } finally {
    response.off("close", stop);
  }
  return response.headersSent ? "off" : "whole";
}

/** An iterator that leaves the request open when its consumer stops. */
function chunksOf(request: IncomingMessage): AsyncIterable<Buffer> {
  return request.iterator({ destroyOnReturn: false });
}

type Place = { held: number; readonly drop: () => void };

/** Small bodies in transit, the oldest first. */
class Crowd {
  readonly #places = new Set<Place>();
  #held = 0;

  enter(drop: () => void) {
    const place: Place = { held: 0, drop };
    this.#places.add(place);
    return {
      /** @returns false if its own was refused as the oldest */
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
