import { expect, test } from "vitest";

import { Failure } from "../../src/domain/failure.ts";

test("a failure says what happened, what to do, and keeps its cause", () => {
  const cause = new Error("connection refused");
  const failure = new Failure({
    code: "unreachable",
    what: "acme-jira did not answer.",
    remedy: "Check the network.",
    verdict: { kind: "retry", afterMs: null },
    cause,
  });
  expect(failure).toMatchObject({
    name: "Failure",
    message: "acme-jira did not answer.",
    code: "unreachable",
    remedy: "Check the network.",
    verdict: { kind: "retry", afterMs: null },
    cause,
  });
});
