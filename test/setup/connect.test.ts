import { expect, test } from "vitest";
import { createAppSetup } from "../../connectors/github/app/app-setup.ts";
import { createGithubDiscovery } from "../../connectors/github/discovery.ts";
import { createJiraDiscovery } from "../../connectors/jira/discovery.ts";
import { readScopes } from "../../connectors/jira/scopes.ts";
import type { Sandbox } from "../../sandbox/server.ts";
import { keyOf } from "../../src/setup/attempts.ts";
import { connectTrackers } from "../../src/setup/connect.ts";
import { realRuntime } from "../../src/cli/wiring.ts";
import { silentLog } from "../support/silent-log.ts";
import { startSmallSandbox } from "../support/small-sandbox.ts";

const runtime = realRuntime(silentLog);

/** A person who gives these answers in turn, and nothing more. */
function connecting(given: readonly string[], env: Record<string, string> = {}) {
  const answers = [...given];
  const prompts: string[] = [];
  const said: string[] = [];
  const answer = async (prompt: string) => {
    prompts.push(prompt);
    return answers.shift() ?? "";
  };
  const found = connectTrackers({
    env,
    jira: undefined,
    github: undefined,
    asker: { isAttended: true, text: answer, secret: answer, choose: async () => "" },
    discover: (connection) =>
      connection.system === "jira"
        ? createJiraDiscovery({ ...runtime, connection })
        : createGithubDiscovery({ ...runtime, connection }),
    progress: () => undefined,
    say: (sentence) => said.push(sentence),
    app: { asked: undefined, setup: createAppSetup(runtime), publicUrl: null, keep: async () => null },
  });
  return { found, prompts, said };
}

async function withSandbox(work: (sandbox: Sandbox) => Promise<void>): Promise<void> {
  await using resources = new AsyncDisposableStack();
  await work(await startSmallSandbox(Date.now, resources));
}

test("three typed answers connect a Jira; what was typed is for .env, without blanks around it", async () => {
  await withSandbox(async ({ url, jira }) => {
    const account = jira.get("acme")?.account;
    const { found, prompts } = connecting([`${url}/jira/acme/`, ` ${account?.email}`, `${account?.token} `]);
    const { connected, typed } = await found;
    expect(connected.map(({ file }) => file)).toEqual([
      { system: "jira", key: "acme-jira", site: `${url}/jira/acme`, account: "JIRA_EMAIL", token: "JIRA_TOKEN" },
    ]);
    expect(typed).toEqual([
      { name: "JIRA_EMAIL", value: account?.email },
      { name: "JIRA_TOKEN", value: account?.token },
    ]);
    // The last one is for GitHub, and Enter means none.
    expect(prompts).toHaveLength(4);
  });
});

test("a person may correct what is no address, before anything else is asked", async () => {
  const { found, prompts, said } = connecting(["acme", "ftp://acme.example", " "]);
  await expect(found).rejects.toThrow("No tracker is named.");
  expect(prompts.map((prompt) => prompt.slice(0, 15))).toEqual([
    ...Array.from({ length: 3 }, () => "Address of your"),
    "A GitHub token ",
  ]);
  expect(said).toEqual(
    ["acme", "ftp://acme.example"].map(
      (text) => `“${text}” is not the address of a Jira. Give one such as https://acme.atlassian.net.`,
    ),
  );
});

test("a person may correct a token that the tracker refuses; the variable with the wrong one stays", async () => {
  await withSandbox(async ({ url, jira }) => {
    const account = jira.get("acme")?.account;
    const env = { JIRA_SITE: `${url}/jira/acme`, JIRA_EMAIL: account?.email ?? "", JIRA_TOKEN: "expired" };
    const { found, said } = connecting([" ", account?.token ?? ""], env);
    const { connected, typed } = await found;
    expect(said[1]).toContain("does not accept our credentials");
    expect(connected[0]?.file).toMatchObject({ account: "JIRA_EMAIL", token: "JIRA_TOKEN_2" });
    expect(typed).toEqual([{ name: "JIRA_TOKEN_2", value: account?.token }]);
  });
});

test("after three refusals init goes on without the tracker", async () => {
  await withSandbox(async ({ url, github }) => {
    const env = { JIRA_SITE: `${url}/jira/acme`, JIRA_EMAIL: "a", JIRA_TOKEN: "b", GITHUB_URL: `${url}/github` };
    const { found, said } = connecting(["a", "c", "a", "d", github.token], env);
    const { connected, typed } = await found;
    expect(connected.map(({ connection }) => connection.key)).toEqual(["github"]);
    expect(said.filter((one) => one.includes("does not accept our credentials"))).toHaveLength(3);
    expect(typed.at(-1)).toEqual({ name: "GITHUB_TOKEN", value: github.token });
  });
});

test("an address where nothing listens is named at once, requested once, and said how to mend", async () => {
  // Port 1 of this machine: Node refuses it as one of another protocol, without a request.
  const env = { JIRA_SITE: "http://127.0.0.1:1", JIRA_EMAIL: "a", JIRA_TOKEN: "b" };
  const { found, said } = connecting([], env);
  await expect(found).rejects.toMatchObject({ code: "unreachable", remedy: "Correct the port. Then run it again." });
  expect(said).toEqual(["Looking at http://127.0.0.1:1."]);
});

test("a line end after a value of the environment does not belong to it", async () => {
  await withSandbox(async ({ url, jira }) => {
    const { email = "", token = "" } = jira.get("acme")?.account ?? {};
    const { found } = connecting([], {
      JIRA_SITE: `${url}/jira/acme\n`,
      JIRA_EMAIL: `${email} `,
      JIRA_TOKEN: `${token}\n`,
    });
    const { connected, typed } = await found;
    expect(connected[0]?.file).toMatchObject({ site: `${url}/jira/acme`, token: "JIRA_TOKEN" });
    expect(typed).toEqual([]);
  });
});

test.each(["JIRA_TOKEN", "GITHUB_TOKEN"])("quotes around %s are named, and no tracker is asked", async (name) => {
  const env = { JIRA_SITE: name === "JIRA_TOKEN" ? "https://acme.invalid" : "", JIRA_EMAIL: "a", [name]: '"hunter2"' };
  const { found, said } = connecting([], env);
  await expect(found).rejects.toThrow(`The value of ${name} has quotes around it, which no token has.`);
  expect(said).toEqual([]);
});

test("nothing given is a failure that says what to set", async () => {
  await expect(connecting([]).found).rejects.toThrow("No tracker is named.");
});

test("a token without an e-mail address connects a Jira Data Center", async () => {
  await using resources = new AsyncDisposableStack();
  const { url, jira } = await startSmallSandbox(Date.now, resources, "data-center");
  const account = jira.get("acme")?.account;
  const { found } = connecting([`${url}/jira/acme`, "", account?.token ?? ""]);
  const { connected, typed } = await found;
  expect(connected.map(({ file }) => file)).toEqual([
    { system: "jira", key: "acme-jira", site: `${url}/jira/acme`, account: null, token: "JIRA_TOKEN" },
  ]);
  expect(typed).toEqual([{ name: "JIRA_TOKEN", value: account?.token }]);
  // Its list of boards names no project.
  expect(connected[0]?.look.boards.map(({ project }) => project)).toEqual(["PAY"]);
});

test("a token with scopes connects through Atlassian's gateway, which the train file then names", async () => {
  await withSandbox(async ({ url, jira }) => {
    const acme = jira.get("acme");
    acme?.administration.giveScopes([...readScopes]);
    const { email = "", token = "" } = acme?.account ?? {};
    const { found, said } = connecting([], { JIRA_SITE: `${url}/jira/acme`, JIRA_EMAIL: email, JIRA_TOKEN: token });
    const [one] = (await found).connected;
    const gateway = `${url}/ex/jira/cloud-id-of-acme`;
    expect(one).toMatchObject({ file: { site: `${url}/jira/acme`, gateway }, look: { refused: [] } });
    expect(said[0]).toBe(`Looking at ${url}/jira/acme.`);
    expect(said[1]).toContain(`Signalbox reads ${url}/jira/acme through ${gateway}`);
  });
});

test.each([
  ["acme", "acme-jira"],
  ["jira", "jira"],
  ["", "jira"],
])("a Jira whose address names “%s” gets the key %s", (name, key) => {
  expect(keyOf(name, "jira")).toBe(key);
});
