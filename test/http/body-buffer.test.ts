import { expect, test } from "vitest";
import { BodyBuffer, release } from "../../src/http/body-buffer.ts";

const piece = (text: string) => Buffer.from(text);
const textOf = (buffer: BodyBuffer) => Buffer.from(buffer.bytes()).toString();

test("a buffer doubles up to its maximum, frees what it leaves, and takes nothing of a piece that does not fit", () => {
  const buffer = new BodyBuffer(10, 4);
  expect(buffer.add(piece("abcd"))).toBe(true);
  const first = buffer.bytes().buffer;
  expect(first.byteLength).toBe(4);
  buffer.add(piece("e"));
  expect(first.byteLength).toBe(0);
  expect(buffer.bytes().buffer.byteLength).toBe(8);
  buffer.add(piece("fghi"));
  expect(buffer.bytes().buffer.byteLength).toBe(10);
  expect(buffer.add(piece("jk"))).toBe(false);
  expect(buffer.add(piece("j"))).toBe(true);
  expect([textOf(buffer), buffer.size]).toEqual(["abcdefghij", 10]);
  const other = new BodyBuffer(20, 20);
  other.add(piece("before"));
  expect(textOf(other.begin(buffer))).toBe("abcdefghij");
  const last = buffer.bytes().buffer;
  buffer.end();
  expect(last.byteLength).toBe(0);
});

test("memory that another buffer shares stays", () => {
  const shared = Buffer.from(new ArrayBuffer(8), 0, 4);
  release(shared);
  expect(shared.buffer.byteLength).toBe(8);
});
