import { once } from "node:events";
import { createServer } from "node:net";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from "smtp-server";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createMailChannel } from "../../../connectors/channels/mail.ts";
import { everyBlock } from "./documents.ts";

type Taken = { readonly from: unknown; readonly to: readonly string[]; readonly mail: string };

const taken: Taken[] = [];
let server: SMTPServer;
let address = "";
/** The recipient that the server does not know; null if it knows all. */
let stranger: string | null = null;
/** What the server says to the whole mail; null takes it. */
let refusal: (Error & { responseCode: number }) | null = null;

async function take(
  stream: SMTPServerDataStream,
  { envelope }: SMTPServerSession,
  done: (error: Error | null) => void,
): Promise<void> {
  const mail = await text(stream);
  const from = envelope.mailFrom === false ? null : envelope.mailFrom.address;
  taken.push({ from, to: envelope.rcptTo.map((one) => one.address), mail });
  done(refusal);
}

beforeEach(async () => {
  taken.length = 0;
  refusal = null;
  stranger = null;
  server = new SMTPServer({
    disabledCommands: ["STARTTLS"],
    onRcptTo: ({ address }, _session, done) =>
      done(address === stranger ? Object.assign(new Error("no such user"), { responseCode: 550 }) : null),
    allowInsecureAuth: true,
    authOptional: true,
    onAuth: ({ username, password }, _session, done) =>
      username === "box" && password === "hunter2" ? done(null, { user: "box" }) : done(new Error("Who are you?")),
    onData: (stream, session, done) => void take(stream, session, done),
  });
  const listening = server.listen(0, "127.0.0.1");
  await once(listening, "listening");
  const at = listening.address();
  address = `127.0.0.1:${typeof at === "object" && at !== null ? at.port : 0}`;
});

afterEach(async () => {
  await new Promise<void>((resolve) => server.close(() => resolve()));
});

function channel(server: string) {
  return createMailChannel({
    kind: "mail",
    key: "office",
    server,
    from: "box@acme.test",
    to: ["rte@acme.test", "pm@acme.test"],
  });
}

const message = {
  id: "payments-office-1",
  document: { ...everyBlock, title: "Payments: off track" },
  text: "In short.",
};

test("comes as HTML and as plain text, to each reader, under an id of its own", async () => {
  await channel(`smtp://box:hunter2@${address}`).send(message);
  expect(taken).toHaveLength(1);
  expect(taken[0]).toMatchObject({ from: "box@acme.test", to: ["rte@acme.test", "pm@acme.test"] });
  const mail = taken[0]?.mail ?? "";
  expect(mail).toMatch(/^Subject: Payments: off track\r$/m);
  expect(mail).toMatch(/^Message-ID: <payments-office-1@acme\.test>\r$/m);
  expect(mail).toMatch(/^Auto-Submitted: auto-generated\r$/m);
  expect(mail).toContain("In short.");
  expect(mail).toContain("Content-Type: text/html; charset=utf-8");
});

test.each([
  ["a wrong password", () => `smtp://box:wrong@${address}`, null, "unauthorized", "park"],
  ["a mail that will never be taken", () => `smtp://${address}`, 550, "request-refused", "park"],
  ["a mail that is not taken now", () => `smtp://${address}`, 451, "request-refused", "retry"],
  ["no server there", () => "smtp://127.0.0.1:1", null, "unreachable", "retry"],
])("%s: told with what to do, without the password", async (_name, url, code, expected, verdict) => {
  if (code !== null) refusal = Object.assign(new Error("not today"), { responseCode: code });
  const failure = await channel(url())
    .send(message)
    .catch((error: unknown) => error);
  expect(failure).toMatchObject({ name: "Failure", code: expected, verdict: { kind: verdict } });
  expect(String(failure)).toMatch(
    /office: (?:the mail server refuses our request|Signalbox cannot reach the mail server)/,
  );
  expect(String(failure)).not.toContain("wrong");
});

test("a check signs in and sends nothing", async () => {
  await channel(`smtp://box:hunter2@${address}`).check?.();
  expect(taken).toEqual([]);
  const failure = await channel(`smtp://box:wrong@${address}`)
    .check?.()
    .catch((error: unknown) => error);
  expect(failure).toMatchObject({ name: "Failure", code: "unauthorized" });
});

test("a recipient that the server refuses is named, although the others have the mail", async () => {
  stranger = "pm@acme.test";
  const failure = await channel(`smtp://${address}`)
    .send(message)
    .catch((error: unknown) => error);
  expect(taken.map(({ to }) => to)).toEqual([["rte@acme.test"]]);
  expect(failure).toMatchObject({ code: "request-refused", verdict: { kind: "park" } });
  expect(String(failure)).toContain("took the digest, but not for pm@acme.test");
});

test("a certificate that Node does not accept, and a server without TLS: nothing was sent, so that it is tried again", async () => {
  const secure = new SMTPServer({ secure: true });
  secure.on("error", () => undefined);
  const listening = secure.listen(0, "127.0.0.1");
  await once(listening, "listening");
  const at = listening.address();
  const port = typeof at === "object" && at !== null ? at.port : 0;
  const failures = [`smtps://127.0.0.1:${port}`, `smtps://${address}`].map((to) =>
    channel(to)
      .send(message)
      .catch((error: unknown) => error),
  );
  const expected = { code: "unreachable", verdict: { kind: "retry" } };
  expect(await Promise.all(failures)).toMatchObject([expected, expected]);
  await new Promise<void>((resolve) => secure.close(() => resolve()));
});

test("a server that hangs up on the mail may have taken it", async () => {
  const hanging = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.write("220 box\r\n");
    createInterface({ input: socket }).on("line", (line) => {
      const answers: Readonly<Record<string, string>> = {
        DATA: "354 go on",
        EHLO: "250 box",
        MAIL: "250 ok",
        RCPT: "250 ok",
      };
      const answer = answers[line.slice(0, 4)];
      if (answer === undefined) socket.destroy();
      else socket.write(`${answer}\r\n`);
    });
  });
  hanging.listen(0, "127.0.0.1");
  await once(hanging, "listening");
  const at = hanging.address();
  const port = typeof at === "object" && at !== null ? at.port : 0;
  const failure = await channel(`smtp://127.0.0.1:${port}`)
    .send(message)
    .catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: "outcome-unknown", verdict: { kind: "park" } });
  hanging.close();
  await once(hanging, "close");
});
