import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { Replacement } from "../../../src/ports/connector.ts";
import { aConnector, bodyOf, connection, failureOf, onlyPlannedCalls, wire } from "./acme.ts";

onlyPlannedCalls();

const marker = "rollup:payments:PMO";
const target = { system: "jira", connection: connection.key, project: "PMO", issueType: "Task" } as const;
const item = { key: "PAY-1", nativeId: "10001" };
const { sink } = aConnector({}, { account: null });

/** A report that would take far more than Jira's usual limit. */
function report(): Replacement {
  const items = Array.from({ length: 900 }, (_, n) => [{ type: "text" as const, text: `Line ${n} ${"x".repeat(90)}` }]);
  const fit = (beside: number) =>
    sink.render(
      { title: "Payments", labels: [], blocks: [{ type: "list", items, omitted: 0 }], stamp: [], beside },
      marker,
    );
  return { ...fit(0), refit: fit };
}

const Sent = z.union([
  z.object({ fields: z.object({ description: z.string() }) }).transform(({ fields }) => fields.description.length),
  z.object({ body: z.string() }).transform(({ body }) => body.length),
]);

/** Refuses the first text with these words, accepts the second. @returns the lengths of both */
function refusingOnce(method: "post" | "put", path: string, errors: Readonly<Record<string, string>>): number[] {
  const lengths: number[] = [];
  const note = async (request: Request) => lengths.push(Sent.parse(await bodyOf(request)));
  const at = () => (method === "post" ? wire().post(path) : wire().put(path).query(true));
  at().reply(400, async (request: Request) => {
    await note(request);
    return { errorMessages: [], errors };
  });
  at().reply(201, async (request: Request) => {
    await note(request);
    return { id: "7", key: "PMO-7" };
  });
  return lengths;
}

const german = "Der eingegebene Text ist zu lang. Er überschreitet das zulässige Limit von 10.000 Zeichen.";
const french = "Le texte saisi est trop long. Il dépasse la limite autorisée de 10\u202F000 caractères.";
const english = "The entered text is too long. It exceeds the allowed limit of 10,000 characters.";

describe("a text beyond the limit of a site is sent once more, within it", () => {
  test.each([english, german, french])("as a new issue: %s", async (says) => {
    const [first = 0, second = 0] = await refused("post", "/rest/api/2/issue", { description: says }, () =>
      sink.createIssue(target, report(), marker),
    );
    expect(first).toBeGreaterThan(20_000);
    expect(second).toBeLessThanOrEqual(10_000);
    expect(second).toBeGreaterThan(9000);
  });

  test("as a new comment, whose refusal has no separators", async () => {
    const says = "Der eingegebene Text ist zu lang. Er überschreitet das zulässige Limit von 10000 Zeichen.";
    const [, second = 0] = await refused("post", "/rest/api/2/issue/10001/comment", { comment: says }, () =>
      sink.createComment(item, report(), marker),
    );
    expect(second).toBeLessThanOrEqual(10_000);
  });

  test("as a change", async () => {
    const description = sink.render({ title: "Payments", labels: [], blocks: [], stamp: [] }, marker).body;
    wire().get("/rest/api/2/issue/7").query(true).reply(200, { id: "7", key: "PMO-7", fields: { description } });
    const remote = { remoteId: "7", key: "PMO-7", url: "https://acme.example/browse/PMO-7" };
    const [, second = 0] = await refused("put", "/rest/api/2/issue/7", { description: german }, () =>
      sink.updateIssue(remote, report(), marker),
    );
    expect(second).toBeLessThanOrEqual(10_000);
  });
});

async function refused(
  method: "post" | "put",
  path: string,
  errors: Readonly<Record<string, string>>,
  send: () => Promise<unknown>,
): Promise<readonly number[]> {
  const lengths = refusingOnce(method, path, errors);
  await send();
  return lengths;
}

test("a limit below our shortest text is reported in Jira's words", async () => {
  const says = "The entered text is too long. It exceeds the allowed limit of 20 characters.";
  wire()
    .post("/rest/api/2/issue")
    .times(2)
    .reply(400, { errorMessages: [], errors: { description: says } });
  const failure = await failureOf(sink.createIssue(target, report(), marker));
  expect(failure).toMatchObject({
    code: "request-refused",
    message: expect.stringContaining("limit of 20 characters"),
  });
});

test("another refusal of a text is no reason to cut it", async () => {
  const says = "Field 'description' cannot be set. It is not on the appropriate screen, or unknown.";
  wire()
    .post("/rest/api/2/issue")
    .reply(400, { errorMessages: [], errors: { description: says } });
  wire().get("/rest/api/2/issue/createmeta/PMO/issuetypes").query(true).reply(200, { values: [] });
  expect(await failureOf(sink.createIssue(target, report(), marker))).toMatchObject({ code: "request-refused" });
});
