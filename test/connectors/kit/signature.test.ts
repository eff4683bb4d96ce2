import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { isSignature, signedBy } from "../../../connectors/kit/signature.ts";

const body = Buffer.from('{"zen":"Über allen Gipfeln"}');
const sign = (secret: string, bytes: Uint8Array = body) =>
  `sha256=${createHmac("sha256", secret).update(bytes).digest("hex")}`;

describe("a signature", () => {
  test("is GitHub's published example", () => {
    // docs.github.com, "Validating webhook deliveries"
    const signature = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
    expect(signedBy(["It's a Secret to Everybody"], Buffer.from("Hello, World!"), signature)).toBe(true);
  });

  test.each([
    ["the present secret", ["new", "old"], sign("new")],
    ["the one before", ["new", "old"], sign("old")],
    ["hex in capitals", ["new"], sign("new").toUpperCase().replace("SHA256", "sha256")],
  ])("fits: %s", (_, secrets, signature) => {
    expect(signedBy(secrets, body, signature)).toBe(true);
    expect(isSignature(signature)).toBe(true);
  });

  test.each([
    ["another secret", ["new"], sign("other")],
    ["another body", ["new"], sign("new", Buffer.from("{}"))],
    ["no secret", [], sign("new")],
    ["an empty secret", [""], sign("")],
    ["no signature", ["new"], undefined],
    ["an empty one", ["new"], ""],
    ["a word before it", ["new"], `x${sign("new")}`],
    ["another algorithm", ["new"], sign("new").replace("sha256", "sha1")],
    ["a digest that is too short", ["new"], sign("new").slice(0, -2)],
    ["a digest that is too long", ["new"], `${sign("new")}00`],
    ["no hex", ["new"], `sha256=${"z".repeat(64)}`],
  ])("does not fit: %s", (_, secrets, signature) => {
    expect(signedBy(secrets, body, signature)).toBe(false);
  });

  test.each([
    undefined,
    "",
    "sha256=",
    `xsha256=${"0".repeat(64)}`,
    `sha1=${"0".repeat(64)}`,
    `sha256=${"0".repeat(62)}`,
    `sha256=${"z".repeat(64)}`,
  ])("is not %j", (header) => {
    expect(isSignature(header)).toBe(false);
  });
});
