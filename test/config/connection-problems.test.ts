import { describe, expect, test } from "vitest";
import { refusal, trainFileText } from "./train-file-text.ts";

type Parts = NonNullable<Parameters<typeof trainFileText>[0]>;

const hub = (text: string): Parts => ({
  connections: `  acme: { kind: jira, site: https://a.test, account: a, token: \${JIRA} }\n  hub: { kind: github, ${text} }`,
});
const acme = (text: string): Parts => ({
  connections: `  acme: { kind: jira, ${text} }\n  hub: { kind: github, token: \${HUB} }`,
});
const jiraRest = "account: a, token: ${JIRA}";

const table: readonly [parts: Parts, path: string, text: RegExp][] = [
  [acme(`site: acme.atlassian.net, ${jiraRest}`), "connections.acme.site", /expected an https address/],
  [acme(`site: https://acme.atlassian.net/jira/software, ${jiraRest}`), "connections.acme.site", /without a path/],
  [acme(`site: http://acme.atlassian.net, ${jiraRest}`), "connections.acme.site", /expected an https address/],
  [acme(`site: "https://me:secret@a.test", ${jiraRest}`), "connections.acme.site", /expected an https address/],
  [
    acme(`site: https://api.atlassian.com/ex/jira/1a2b, ${jiraRest}`),
    "connections.acme.site",
    /the site's own address, such as https:\/\/acme\.atlassian\.net; this one belongs into `gateway`$/,
  ],
  [
    acme(`site: https://a.test, gateway: https://api.atlassian.com/ex/jira, ${jiraRest}`),
    "connections.acme.gateway",
    /with the site's cloud id/,
  ],
  [
    acme("site: https://a.test, gateway: https://api.atlassian.com/ex/jira/1a2b, token: ${JIRA}"),
    "connections.acme.account",
    /^missing: a Jira Cloud site needs/,
  ],
  [acme("site: https://a.test, account: a"), "connections.acme.token", /missing; expected text/],
  [
    acme("site: https://a.atlassian.net, token: ${JIRA}"),
    "connections.acme.account",
    /^missing: a Jira Cloud site needs the e-mail address of the token's account$/,
  ],
  [
    acme("site: https://a.test, account: a, token: hunter2"),
    "connections.acme.token",
    /a secret does not belong in this file; write \$\{NAME\}/,
  ],
  [
    acme("site: https://a.test, account: a, token: ${NOWHERE}"),
    "connections.acme.token",
    /^environment variable NOWHERE is not set$/,
  ],
  [acme('site: https://a.test, account: a, token: "${JIRA}\\u200B"'), "connections.acme.token", /or an invisible one/],
  [hub("token: \"'${HUB}'\""), "connections.hub.token", /such as quotes around it/],
  [hub('token: "${HUB}\\u200B"'), "connections.hub.token", /or an invisible one; copy the token again$/],
  [
    acme(`site: https://a.test, ${jiraRest}, webhookSecret: hunter2`),
    "connections.acme.webhookSecret",
    /a secret does not belong in this file/,
  ],
  [
    acme(`site: https://a.test, ${jiraRest}, webhookSecret: [\${JIRA}, hunter2]`),
    "connections.acme.webhookSecret[1]",
    /a secret does not belong in this file/,
  ],
  [
    acme(`site: https://a.test, ${jiraRest}, webhookSecret: [\${JIRA}, \${NOWHERE}]`),
    "connections.acme.webhookSecret[1]",
    /^environment variable NOWHERE is not set$/,
  ],
  [
    acme(`site: https://a.test, ${jiraRest}, webhookSecret: [\${JIRA}]`),
    "connections.acme.webhookSecret",
    /expected a secret, or a list of two/,
  ],
  [
    acme(`site: https://a.test, ${jiraRest}, webhookPath: Zq3vJ8nR2xW5tK9bM4cD7fGh`),
    "connections.acme.webhookPath",
    /a secret does not belong in this file/,
  ],
  [
    acme(`site: https://a.test, ${jiraRest}, webhookPath: \${JIRA}`),
    "connections.acme.webhookPath",
    /^expected at least 24 characters, of letters, digits, dash and underscore only$/,
  ],
  [hub("token: ${HUB}, webhookPath: ${HUB}"), "connections.hub.webhookPath", /unknown key/],
  [
    acme("site: ${NOWHERE}, account: a, token: ${JIRA}"),
    "connections.acme.site",
    /^environment variable NOWHERE is not set$/,
  ],
  [hub("token: ${HUB}, app: { id: 1, privateKey: ${HUB} }"), "connections.hub", /either `token` or `app`/],
  [hub("webhookSecret: ${HUB}"), "connections.hub", /either `token` or `app`/],
  [hub("app: { id: 1 }"), "connections.hub.app.privateKey", /missing; expected text/],
  [hub("app: { privateKey: ${HUB} }"), "connections.hub.app.id", /missing; expected the app's id/],
];

describe("a problem of a connection is named with its place and its remedy", () => {
  test.each(table)("%j", (parts, path, text) => {
    const { problems } = refusal(trainFileText(parts));
    expect(problems.map((problem) => problem.path)).toContain(path);
    expect(problems.find((problem) => problem.path === path)?.text).toMatch(text);
  });
});
