import { Buffer } from "node:buffer";
import { describe, expect, test } from "vitest";
import { fc, test as property } from "@fast-check/vitest";
import { parseTrainFile } from "../../config/train-file.ts";
import { createLog } from "../../src/cli/log.ts";
import { secretsOf } from "../../src/cli/redact-log.ts";
import { Failure } from "../../src/domain/failure.ts";
import { smallTrains } from "../support/small-train.ts";

const key = "-----BEGIN RSA PRIVATE KEY-----\nhunter2key/of+an=app\n-----END RSA PRIVATE KEY-----";
const env = {
  JIRA_TOKEN: 'hunter2-"jira"\\token',
  NOW: "hunter2-present-secret-of-hooks",
  OLD: "hunter2-old-secret-of-hooks",
  PATH_END: "hunter2Zq3vJ8nR2xW5tK9bM4",
  KEY: key,
  HUB_TOKEN: "hunter2-hub",
  CHAT: "https://hooks.slack.example/services/T000/hunter2chat",
  MAIL: "smtps://signalbox:hunter2%2Fmail@mail.acme.example:465",
};
const trainFile = `connections:
  acme: { kind: jira, site: https://acme.example, account: bot@acme.example, token: \${JIRA_TOKEN}, webhookSecret: [\${NOW}, \${OLD}], webhookPath: \${PATH_END} }
  hub: { kind: github, url: https://hub.example, app: { id: 7, privateKey: \${KEY} }, webhookSecret: \${NOW} }
  other: { kind: github, url: https://other.example, token: \${HUB_TOKEN} }
channels:
  chat: { kind: slack, url: \${CHAT} }
  office: { kind: mail, server: \${MAIL}, from: signalbox@acme.example, to: [rte@acme.example] }
${smallTrains}`;
const { connections, channels } = parseTrainFile(trainFile, { file: "signalbox.yaml", env });
const databaseUrl = "postgresql://signalbox:hunter2%40database@db.example:5432/signalbox";
const secrets = secretsOf({ connections, channels, databaseUrl });

function logged(say: (log: ReturnType<typeof createLog>) => void, hidden: readonly string[] = secrets) {
  let text = "";
  say(createLog({ level: "info", secrets: hidden }, { write: (line) => void (text += line) }));
  const lines = text.split("\n");
  expect(lines.pop()).toBe("");
  return { text, lines: lines.map((line): unknown => JSON.parse(line)) };
}

const values = [...Object.values(env), databaseUrl, "hunter2@database", "hunter2/mail"];

describe("no secret of the train file or the environment is in any line", () => {
  test.each(values.map((value) => [value.slice(0, 30), value]))("%s", (_, secret) => {
    const cause = new TypeError(`fetch of https://x.example/${encodeURIComponent(secret)} failed`, {
      cause: new Error(`header was ${secret}`),
    });
    const failure = new Failure({
      code: "unreachable",
      what: `It quotes ${JSON.stringify({ said: secret })} as ${JSON.stringify(JSON.stringify({ said: secret }))}.`,
      remedy: `Do without ${secret}.`,
      verdict: { kind: "park" },
      cause,
    });
    const { text, lines } = logged((log) => {
      log.error({ err: failure }, `Failed over ${secret}`);
      log.warn(
        { reason: secret, deep: [{ headers: { [secret]: secret } }], coded: Buffer.from(secret).toString("base64") },
        "refused",
      );
      log.info({ err: new AggregateError([new Error(secret), cause], secret) }, "several");
    });
    expect(lines).toHaveLength(3);
    expect(lines).toMatchObject([
      { level: "error", msg: "Failed over …" },
      { level: "warn", reason: "…", deep: [{ headers: { "…": "…" } }], coded: "…" },
      { level: "info", msg: "several" },
    ]);
    expect(text.replaceAll(/https:..(other|hub|x).example/gu, "")).not.toContain("hunter2");
    for (const form of [secret, encodeURIComponent(secret), Buffer.from(secret).toString("base64")])
      expect(text).not.toContain(form);
  });
});

test("the header that carries Jira's token is known as well", () => {
  const basic = Buffer.from(`bot@acme.example:${env.JIRA_TOKEN}`).toString("base64");
  expect(logged((log) => log.info({ authorization: `Basic ${basic}` }, "sent")).lines).toMatchObject([
    { authorization: "Basic …" },
  ]);
});

test.each([
  ["the query of a chat's address", "refused: POST /hook?sig=hunter2-sig", "refused: POST ……"],
  ["its query alone", "?sig=hunter2-sig was wrong", "… was wrong"],
  ["a database's password that stands in the query", "password hunter2-query of signalbox", "password … of signalbox"],
])("%s is taken out", (_, said, told) => {
  const hidden = secretsOf({
    connections: [],
    channels: [{ kind: "teams", key: "room", url: "https://x.example/hook?sig=hunter2-sig" }],
    databaseUrl: "postgresql://db.example/signalbox?user=signalbox&password=hunter2-query",
  });
  expect(logged((log) => log.warn({}, said), hidden).lines).toMatchObject([{ msg: told }]);
});

test("a password that is as short as a part of a word is taken out of addresses only", () => {
  const hidden = secretsOf({ connections: [], channels: [], databaseUrl: "postgresql://e:e@db.example/e" });
  const { lines } = logged((log) => {
    log.warn({ type: "Error" }, "the server postgresql://e:e@db.example/e ended");
    log.warn({}, "e:e@db.example refused it");
  }, hidden);
  expect(lines).toMatchObject([{ type: "Error", msg: "the server … ended" }, { msg: "e…db.example refused it" }]);
});

test("what holds no secret is logged as it is", () => {
  const { lines } = logged((log) => log.info({ connection: "acme", count: 3, none: null, yes: true }, "poll done"));
  expect(lines).toMatchObject([{ connection: "acme", count: 3, none: null, yes: true, msg: "poll done" }]);
});

test("a database without a password gives nothing away, and nothing of its address is taken out", () => {
  expect(secretsOf({ connections: [], channels: [], databaseUrl: "postgresql://db.example/signalbox" })).toEqual([]);
});

property.prop([fc.string({ minLength: 1 }), fc.jsonValue(), fc.string()])(
  "whatever the secret, each line stays one line of JSON and does not hold it",
  (secret, value, around) => {
    const { lines } = logged((log) => log.warn({ value: [value, `${around}${secret}`] }, "told"), [secret]);
    const [line] = lines as readonly { readonly value: readonly unknown[] }[];
    fc.pre(!"…".includes(secret));
    expect(lines).toHaveLength(1);
    expect(line?.value).toHaveLength(2);
    expect(String(line?.value[1]).includes(secret)).toBe(false);
  },
);
