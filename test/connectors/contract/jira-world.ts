import { z } from "zod";
import { createJiraConnector } from "../../../connectors/jira/connector.ts";
import { createJiraSite } from "../../../sandbox/jira/site.ts";
import type { Remote } from "../../../src/ports/connector.ts";
import { rawIssue, siteFields } from "../jira/acme.ts";
import { timeline } from "../../support/timeline.ts";
import { silentLog } from "../../support/silent-log.ts";
import { serve } from "./serve.ts";
import type { MakeWorld, Sheet } from "./world.ts";

const paragraph = (text: string) => ({ type: "paragraph", content: [{ type: "text", text }] });
const documentOf = (...content: readonly unknown[]) => ({ type: "doc", version: 1, content });

/** One project on a stand-in for a Jira Cloud site. */
export const jiraWorld: MakeWorld = async (items) => {
  const { wire, app, url, close } = await serve();
  const { clock, wait, timeLimit } = timeline();
  const baseUrl = `${url}/jira/acme`;
  const site = createJiraSite({ name: "acme", baseUrl, data: siteData(items), runtime: { clock, searchLagMs: 0 } });
  app.use("/jira/acme", site.router);
  const { people } = site;
  const another = () =>
    createJiraConnector({
      connection: {
        system: "jira",
        key: "acme",
        site: baseUrl,
        account: site.account.email,
        token: site.account.token,
        pointsField: null,
        webhookSecrets: [],
        webhookPath: null,
      },
      scope: { containers: ["PAY"], jqls: [], linkTypes: ["Blocks"], versions: false },
      log: silentLog,
      clock,
      wait,
      timeLimit,
    });
  const fieldsOf = (key: string) => recordAt(people.issue(key), "fields");
  const contentOf = (document: unknown) => listAt(document, "content");
  const issues: Sheet = {
    text: ({ key }) => JSON.stringify(fieldsOf(key)["description"]),
    surround: ({ key }, words) => {
      const ours = contentOf(fieldsOf(key)["description"]);
      people.editIssue(key, { description: documentOf(paragraph(words), ...ours, paragraph(words)) });
    },
    rewrite: ({ key }, words) => people.editIssue(key, { description: documentOf(paragraph(words)) }),
    remove: ({ key }) => people.deleteIssue(key),
  };
  const comment = ({ key, remoteId }: Remote) => people.comments(key).find(({ id }) => id === remoteId)?.["body"];
  const addressed = ({ key, remoteId }: Remote) => ({ issue: key, id: remoteId });
  const comments: Sheet = {
    text: (remote) => JSON.stringify(comment(remote)),
    surround: (remote, words) => {
      const ours = contentOf(comment(remote));
      people.editComment(addressed(remote), documentOf(paragraph(words), ...ours, paragraph(words)));
    },
    rewrite: (remote, words) => people.editComment(addressed(remote), words),
    remove: (remote) => people.deleteComment(addressed(remote)),
  };
  const links = new Map<string, string>();
  return {
    ...another(),
    another,
    secret: site.account.token,
    target: { system: "jira", connection: "acme", project: "PAY", issueType: "Story" },
    tellsEqual: false,
    tick: wait,
    now: clock,
    fault: (fault) => {
      wire.fault = fault;
    },
    create: (summary, words = "") =>
      people.createIssue({
        project: { key: "PAY" },
        issuetype: { name: "Story" },
        summary,
        ...(words === "" ? {} : { description: documentOf(paragraph(words)) }),
      }),
    edit: (key, summary) => people.editIssue(key, { summary }),
    finish: (key) => people.transition(key, "Done"),
    cancel: (key) => people.transition(key, "Done", "Won't Do"),
    link: (consumer, provider) => {
      const id = people.link({ type: "Blocks", source: provider, destination: consumer });
      links.set(`${consumer} ${provider}`, id);
    },
    unlink: (consumer, provider) => people.unlink(links.get(`${consumer} ${provider}`) ?? ""),
    spoil: (key) => {
      const summary = JSON.stringify(fieldsOf(key)["summary"]);
      wire.tamper = (answer) => answer.replaceAll(`"summary":${summary}`, `"summary":7`);
    },
    item: (key) => ({ key, nativeId: String(people.issue(key)?.["id"]) }),
    issues,
    comments,
    labels: ({ key }) => z.array(z.string()).parse(fieldsOf(key)["labels"]),
    check: ({ key }, words) => {
      const ticked = (node: unknown): unknown => {
        if (Array.isArray(node)) return node.map(ticked);
        if (typeof node !== "object" || node === null) return node;
        const parts = Object.entries(node).map(([name, value]): [string, unknown] => [name, ticked(value)]);
        const same = Object.fromEntries(parts);
        const isIt = same["type"] === "taskItem" && JSON.stringify(node).includes(words);
        return isIt ? { ...same, attrs: { ...recordAt(node, "attrs"), state: "DONE" } } : same;
      };
      people.editIssue(key, { description: ticked(fieldsOf(key)["description"]) });
    },
    relabel: ({ key }, labels) => people.editIssue(key, { labels: [...labels] }),
    keys: () => people.keys(),
    close,
  };
};

/** One more item than asked for stands in another project: it lends the site its word for finished work. */
function siteData(count: number) {
  const done = {
    project: { id: "2", key: "OLD", name: "Old" },
    status: { id: "5", name: "Done", statusCategory: { key: "done" } },
    resolution: { id: "1", name: "Done" },
  };
  return {
    issues: [
      ...Array.from({ length: count }, (_, n) => rawIssue(n + 1, { summary: `Item ${n + 1}` })),
      { ...rawIssue(90_000, done), key: "OLD-1" },
    ],
    boards: [],
    sprints: [],
    fields: siteFields,
    issueLinkTypes: [{ id: "10000", name: "Blocks", inward: "is blocked by", outward: "blocks" }],
    projects: [],
    versions: [],
  };
}

function recordAt(value: unknown, key: string): Readonly<Record<string, unknown>> {
  const found: unknown =
    typeof value === "object" && value !== null ? Object.entries(value).find(([name]) => name === key)?.[1] : null;
  return typeof found === "object" && found !== null ? Object.fromEntries(Object.entries(found)) : {};
}

function listAt(value: unknown, key: string): readonly unknown[] {
  const found: unknown =
    typeof value === "object" && value !== null ? Object.entries(value).find(([name]) => name === key)?.[1] : null;
  return Array.isArray(found) ? found : [];
}
