import { z } from "zod";
import { createGithubConnector } from "../../../connectors/github/connector.ts";
import type { IssueAddress } from "../../../sandbox/data.ts";
import { createGithubHost } from "../../../sandbox/github/host.ts";
import type { Remote } from "../../../src/ports/connector.ts";
import { timeline } from "../../support/waiting-clock.ts";
import { silentLog } from "../../support/silent-log.ts";
import { serve } from "./serve.ts";
import type { MakeWorld, Sheet } from "./world.ts";

const repository = "acme/api";
const at = (key: string): IssueAddress => ({ repository, number: Number(key.split("#")[1]) });
const keyOf = ({ number }: IssueAddress) => `${repository}#${number}`;

/** One repository, with a pull request in it, on a stand-in for an Enterprise Server. */
export const githubWorld: MakeWorld = async (items) => {
  const { wire, app, url, close } = await serve();
  const { clock, wait, timeLimit } = timeline();
  const pulls = [{ ...somePull, number: items + 1 }];
  const repo = { issues: someIssues(items), pulls, milestones: [], dependencies: [], subIssues: [], comments: [] };
  const baseUrl = `${url}/github`;
  const host = createGithubHost({ baseUrl, data: { [repository]: repo }, runtime: { clock, searchLagMs: 0 } });
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
    link: (consumer, provider) => people.block(at(consumer), at(provider)),
    unlink: (consumer, provider) => people.unblock(at(consumer), at(provider)),
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
};

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
