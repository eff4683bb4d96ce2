import { createReadStream } from "node:fs";
import { pipeline, type Readable } from "node:stream";
import { constants, createGunzip } from "node:zlib";

export type Line = { readonly number: number; readonly text: string };

/**
 * Lines of a text file, or of a gzip archive of one (`.gz`), one at a time; blank ones are left out. A truncated
 * archive yields its readable lines, the last one cut.
 * @throws errors of the file system or the archive
 */
export async function* readLines(path: string): AsyncGenerator<Line> {
  const decoder = new TextDecoder();
  let number = 0;
  let rest = "";
  for await (const chunk of chunksOf(path)) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = parts.pop() ?? "";
    for (const text of parts) {
      number += 1;
      if (text.trim() !== "") yield { number, text };
    }
  }
  rest += decoder.decode();
  if (rest.trim() !== "") yield { number: number + 1, text: rest };
}

async function* chunksOf(path: string): AsyncGenerator<Uint8Array> {
  const stream: Readable = path.endsWith(".gz") ? unzipped(path) : createReadStream(path);
  for await (const chunk of stream) {
    if (chunk instanceof Uint8Array) yield chunk;
  }
}

function unzipped(path: string): Readable {
  const gunzip = createGunzip({ finishFlush: constants.Z_SYNC_FLUSH });
  // An error of either end reaches the reader through the stream itself.
  return pipeline(createReadStream(path), gunzip, () => {});
}
