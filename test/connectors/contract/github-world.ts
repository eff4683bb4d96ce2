import { z } from "zod";
import { createGithubConnector } from "../../../connectors/github/connector.ts";
import type { IssueAddress } from "../../../sandbox/data.ts";
import { createGithubHost } from "../../../sandbox/github/host.ts";
import { blockedBy } from "../../../sandbox/github/load/older-data.ts";
import type { GithubProfile } from "../../../sandbox/github/release.ts";
import type { Remote } from "../../../src/ports/connector.ts";
import { timeline } from "../../support/waiting-clock.ts";
import { silentLog } from "../../support/silent-log.ts";
import { serve } from "./serve.ts";
import type { MakeWorld, Sheet, World } from "./world.ts";

const repository = "acme/api";
const at = (key: string): IssueAddress => ({ repository, number: Number(key.split("#")[1]) });
const keyOf = ({ number }: IssueAddress) => `${repository}#${number}`;

/** One repository, with a pull request in it, on a stand-in with every feature. */
export const githubWorld: MakeWorld = (items) => worldOn(items, "cloud");

/** The same on an old Enterprise Server: people write dependencies into texts. */
export const enterpriseServerWorld: MakeWorld = (items) => worldOn(items, "enterprise-server");

async function worldOn(items: number, profile: GithubProfile): Promise<World> {
  const { wire, app, url, close } = await serve();
  const { clock, wait, timeLimit } = timeline();
  const pulls = [{ ...somePull, number: items + 1 }];
  const repo = { issues: someIssues(items), pulls, milestones: [], dependencies: [], subIssues: [], comments: [] };
  const baseUrl = `${url}/github`;
  const data = { [repository]: repo };
  const host = createGithubHost({ baseUrl, profile, data, runtime: { clock, searchLagMs: 0 } });
  app.use("/github", host.router);
  const { people } = host;
  const another = () =>
    createGithubConnector({
      connection: {
        system: "github",
        key: "hub",
        apiUrl: `${baseUrl}/api/v3`,
        webUrl: baseUrl,
        auth: { kind: "token", token: host.token },
        webhookSecrets: [],
        webhookPath: null,
      },
      scope: { containers: [repository], jqls: [], linkTypes: [], versions: false },
      log: silentLog,
      clock,
      wait,
      timeLimit,
    });
  const text = (record: Readonly<Record<string, unknown>> | null | undefined) => {
    const body = record?.["body"];
    return typeof body === "string" ? body : "";
  };
  const issues: Sheet = {
    text: ({ key }) => text(people.issue(at(key))),
    surround: ({ key }, words) =>
      people.edit(at(key), { body: `${words}\n\n${text(people.issue(at(key)))}\n\n${words}` }),
    rewrite: ({ key }, words) => people.edit(at(key), { body: words }),
    remove: ({ key }) => people.delete(at(key)),
  };
  const commentText = ({ key, remoteId }: Remote) =>
    text(people.comments(at(key)).find(({ id }) => String(id) === remoteId));
  const comments: Sheet = {
    text: commentText,
    surround: (remote, words) =>
      people.editComment(Number(remote.remoteId), `${words}\n\n${commentText(remote)}\n\n${words}`),
    rewrite: ({ remoteId }, words) => people.editComment(Number(remoteId), words),
    remove: ({ remoteId }) => people.deleteComment(Number(remoteId)),
  };
  const rewriteBody = (key: string, change: (words: string) => string) =>
    people.edit(at(key), { body: change(text(people.issue(at(key)))) });
  const line = (provider: string) => `\n\n${blockedBy(repository, at(provider))}`;
  return {
    ...another(),
    another,
    secret: host.token,
    target: { system: "github", connection: "hub", repo: repository },
    tellsEqual: true,
    tick: wait,
    now: clock,
    fault: (fault) => {
      wire.fault = fault;
    },
    create: (title, words = "") => keyOf(people.createIssue(repository, { title, body: words })),
    edit: (key, title) => people.edit(at(key), { title }),
    finish: (key) => people.close(at(key)),
    cancel: (key) => people.close(at(key), "not_planned"),
    link: (consumer, provider) =>
      host.release.isWhole
        ? people.block(at(consumer), at(provider))
        : rewriteBody(consumer, (words) => words + line(provider)),
    unlink: (consumer, provider) =>
      host.release.isWhole
        ? people.unblock(at(consumer), at(provider))
        : rewriteBody(consumer, (words) => words.replace(line(provider), "")),
    spoil: (key) => {
      const title = JSON.stringify(people.issue(at(key))?.["title"]);
      wire.tamper = (answer) => answer.replaceAll(`"title":${title}`, `"title":7`);
    },
    item: (key) => ({ key, nativeId: String(people.issue(at(key))?.["id"]) }),
    issues,
    comments,
    labels: ({ key }) => {
      const labels = people.issue(at(key))?.["labels"];
      return z
        .array(z.object({ name: z.string() }))
        .parse(labels)
        .map(({ name }) => name);
    },
    check: ({ key }, words) => {
      const lines = text(people.issue(at(key))).split(/\r?\n/u);
      people.edit(at(key), {
        body: lines.map((line) => (line.includes(words) ? line.replace("[ ]", "[x]") : line)).join("\r\n"),
      });
    },
    relabel: ({ key }, labels) => people.edit(at(key), { labels }),
    keys: () =>
      people
        .issues(repository)
        .filter((row) => row["pull_request"] === undefined)
        .map(({ number }) => `${repository}#${String(number)}`),
    close,
  };
}

const somePull = {
  title: "Tidy up",
  body: "",
  state: "open",
  user: { login: "octocat" },
  head: { ref: "tidy-up" },
  base: { ref: "main" },
  created_at: "2026-11-01T08:00:00Z",
  updated_at: "2026-11-20T08:00:00Z",
};

function someIssues(count: number) {
  return Array.from({ length: count }, (_, n) => ({
    number: n + 1,
    title: `Item ${n + 1}`,
    body: "",
    state: "open",
    user: { login: "octocat" },
    created_at: "2026-11-01T08:00:00Z",
    updated_at: new Date(Date.parse("2026-11-20T08:00:00Z") + n * 1000).toISOString(),
  }));
}
