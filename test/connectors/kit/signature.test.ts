import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { signedBy } from "../../../connectors/kit/signature.ts";

const body = Buffer.from('{"zen":"Über allen Gipfeln"}');
const sign = (secret: string, bytes: Uint8Array = body) =>
  `sha256=${createHmac("sha256", secret).update(bytes).digest("hex")}`;

const signOnly = (bytes: Uint8Array) => sign("new", bytes);

describe("a signature", () => {
  test("is GitHub's published example", async () => {
    // docs.github.com, "Validating webhook deliveries"
    const signature = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
    expect(await signedBy(["It's a Secret to Everybody"], Buffer.from("Hello, World!"), signature)).toBe(true);
  });

  test.each([
    ["the present secret", ["new", "old"], sign("new")],
    ["the one before", ["new", "old"], sign("old")],
    ["hex in capitals", ["new"], sign("new").toUpperCase().replace("SHA256", "sha256")],
  ])("fits: %s", async (_, secrets, signature) => {
    expect(await signedBy(secrets, body, signature)).toBe(true);
  });

  test.each([
    ["another secret", ["new"], sign("other")],
    ["another body", ["new"], sign("new", Buffer.from("{}"))],
    ["no secret", [], sign("new")],
    ["an empty secret", [""], sign("")],
    ["no signature", ["new"], undefined],
    ["an empty one", ["new"], ""],
    ["another algorithm", ["new"], sign("new").replace("sha256", "sha1")],
    ["a digest that is too short", ["new"], sign("new").slice(0, -2)],
    ["a digest that is too long", ["new"], `${sign("new")}00`],
    ["no hex", ["new"], `sha256=${"z".repeat(64)}`],
  ])("does not fit: %s", async (_, secrets, signature) => {
    expect(await signedBy(secrets, body, signature)).toBe(false);
  });

  const mark = Buffer.from([0xef, 0xbb, 0xbf]);
  test("is over all bytes, a byte order mark as well", async () => {
    const marked = Buffer.concat([mark, body]);
    expect(await signedBy(["new"], marked, signOnly(marked))).toBe(true);
    expect(await signedBy(["new"], marked, signOnly(body))).toBe(false);
  });

  test.each([
    ["bytes that are no text", Buffer.from([0x7b, 0xff, 0x7d])],
    ["nothing", Buffer.from("")],
  ])("fits no body of %s, nor what a reader would make of it", async (_, strange) => {
    expect(await signedBy(["new"], strange, signOnly(strange))).toBe(false);
    expect(await signedBy(["new"], strange, signOnly(Buffer.from(strange.toString())))).toBe(false);
  });
});
