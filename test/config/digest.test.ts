import { describe, expect, test } from "vitest";
import { parseTrainFile } from "../../config/train-file.ts";
import { env, trainFileText } from "./train-file-text.ts";

describe("a digest", () => {
  const channels = `channels:
  chat: { kind: slack, url: \${CHAT} }
  office: { kind: mail, server: \${MAIL}, from: box@acme.test, to: rte@acme.test }
`;
  const secrets = { CHAT: "https://hooks.example/secret", MAIL: "smtps://box:pass@mail.acme.test" };
  const read = (digest: string, more = channels) =>
    parseTrainFile(`${trainFileText({ rest: `    reports: { digest: ${digest} }` })}${more}`, {
      file: "signalbox.yaml",
      env: { ...env, ...secrets },
    });

  test("goes to the channels it names, on Monday at eight unless told", () => {
    const { trains, channels } = read("{ to: [chat, office, chat] }");
    expect(trains[0]?.digest).toEqual({ channels: ["chat", "office"], weekday: 1, minutes: 480 });
    expect(channels).toEqual([
      { key: "chat", kind: "slack", url: secrets.CHAT },
      { key: "office", kind: "mail", server: secrets.MAIL, from: "box@acme.test", to: ["rte@acme.test"] },
    ]);
    expect(read('{ to: chat, day: sunday, at: "23:05" }').trains[0]?.digest).toEqual({
      channels: ["chat"],
      weekday: 7,
      minutes: 1385,
    });
  });

  test.each([
    ["{ to: chaat }", channels, 'there is no channel "chaat"; did you mean "chat"?'],
    ["{ to: chat }", "", 'there is no channel "chat"; add it under `channels`'],
    ['{ to: chat, at: "25:00" }', channels, 'expected a time such as "08:00"'],
    ["{ to: chat }", channels.replace("${CHAT}", "https://hooks.example/x"), "a secret does not belong in this file"],
    ["{ to: chat }", channels.replace("kind: slack", "kind: irc"), "slack"],
    ["{ to: office }", channels.replace("rte@acme.test", "rte"), "expected a mail address"],
  ])("%s is refused where it is wrong: %#", (digest, more, expected) => {
    expect(() => read(digest, more)).toThrow(expected);
  });

  test("a chat's address must be https, a mail server's smtp", () => {
    const wrong = { ...env, CHAT: "http://hooks.example/secret", MAIL: "https://mail.acme.test" };
    const parsing = () =>
      parseTrainFile(`${trainFileText({ rest: "    reports: { digest: { to: chat } }" })}${channels}`, {
        file: "signalbox.yaml",
        env: wrong,
      });
    expect(parsing).toThrow("expected an https address");
    expect(parsing).toThrow("expected an address such as smtps://");
    expect(parsing).not.toThrow("secret");
  });
});
