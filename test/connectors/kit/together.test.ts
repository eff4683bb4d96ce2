import { expect, test } from "vitest";
import { allOrTogether } from "../../../connectors/kit/together.ts";
import { Failure } from "../../../src/domain/failure.ts";

function failing(name: string): Promise<never> {
  return Promise.reject(
    new Failure({ code: "not-found", what: `No ${name}.`, remedy: `Correct ${name}.`, verdict: { kind: "park" } }),
  );
}

test("what succeeds comes back in order", async () => {
  expect(await allOrTogether([Promise.resolve(1), Promise.resolve("two")])).toEqual([1, "two"]);
});

test("one failure is thrown as it is", async () => {
  await expect(allOrTogether([failing("PAX"), Promise.resolve(1)])).rejects.toMatchObject({
    message: "No PAX.",
    cause: undefined,
  });
});

test("several are told as one, with the code of the first", async () => {
  await expect(allOrTogether([failing("PAX"), failing("LEX")])).rejects.toMatchObject({
    code: "not-found",
    message: "No PAX. No LEX.",
    remedy: "Correct PAX. Correct LEX.",
  });
});

test("a bug is never hidden among failures", async () => {
  const bug = new TypeError("a bug");
  await expect(allOrTogether([failing("PAX"), Promise.reject(bug), failing("LEX")])).rejects.toMatchObject({
    errors: expect.arrayContaining([bug]),
  });
});
