import { z } from "zod";
import { createJiraConnector } from "../../../connectors/jira/connector.ts";
import { createJiraSite } from "../../../sandbox/jira/site.ts";
import type { Remote } from "../../../src/ports/connector.ts";
import { rawIssue, siteFields } from "../jira/acme.ts";
import { timeline } from "../../support/waiting-clock.ts";
import { silentLog } from "../../support/silent-log.ts";
import { serve } from "./serve.ts";
import type { MakeWorld, Sheet, World } from "./world.ts";

const paragraph = (text: string) => ({ type: "paragraph", content: [{ type: "text", text }] });
const documentOf = (...content: readonly unknown[]) => ({ type: "doc", version: 1, content });

/** One project on a stand-in for a Jira Cloud site. */
export const jiraWorld: MakeWorld = (items) => worldOn(items, { dataCenter: null, hand: adfHand });

/** The same on a stand-in for a Data Center of a version, with a context path. */
export function dataCenterWorld(version: string): MakeWorld {
  return (items) => worldOn(items, { dataCenter: version, hand: wikiHand });
}

/** How people write into texts of ours. */
type Hand = {
  readonly surrounded: (text: unknown, words: string) => JsonText;
  readonly only: (words: string) => JsonText;
  readonly ticked: (text: unknown, words: string) => JsonText;
};
type JsonText = string | Readonly<Record<string, unknown>>;

const adfHand: Hand = {
  surrounded: (text, words) => documentOf(paragraph(words), ...listAt(text, "content"), paragraph(words)),
  only: (words) => documentOf(paragraph(words)),
  ticked: (text, words) => ({ ...recordAt({ text: tickedNode(text, words) }, "text") }),
};

const wikiHand: Hand = {
  surrounded: (text, words) => `${words}\r\n\r\n${String(text)}\r\n\r\n${words}`,
  only: (words) => words,
  ticked: (text, words) =>
    String(text)
      .split("\n")
      .map((line) => (line.includes(words) ? line.replace("( )", "(/)") : line))
      .join("\n"),
};

function tickedNode(node: unknown, words: string): unknown {
  if (Array.isArray(node)) return node.map((one) => tickedNode(one, words));
  if (typeof node !== "object" || node === null) return node;
  const parts = Object.entries(node).map(([name, value]): [string, unknown] => [name, tickedNode(value, words)]);
  const same = Object.fromEntries(parts);
  const isIt = same["type"] === "taskItem" && JSON.stringify(node).includes(words);
  return isIt ? { ...same, attrs: { ...recordAt(node, "attrs"), state: "DONE" } } : same;
}

type Kind = { readonly dataCenter: string | null; readonly hand: Hand };

async function worldOn(items: number, { dataCenter, hand }: Kind): Promise<World> {
  const { wire, app, url, close } = await serve();
  const { clock, wait, timeLimit } = timeline();
  const baseUrl = `${url}/jira/acme`;
  const runtime = { clock, searchLagMs: 0 };
  const site = createJiraSite({ name: "acme", baseUrl, dataCenter, data: siteData(items), runtime });
  app.use("/jira/acme", site.router);
  const { people } = site;
  const another = () =>
    createJiraConnector({
      connection: {
        system: "jira",
        key: "acme",
        site: baseUrl,
        account: dataCenter === null ? site.account.email : null,
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
  const issues: Sheet = {
    text: ({ key }) => JSON.stringify(fieldsOf(key)["description"]),
    surround: ({ key }, words) =>
      people.editIssue(key, { description: hand.surrounded(fieldsOf(key)["description"], words) }),
    rewrite: ({ key }, words) => people.editIssue(key, { description: hand.only(words) }),
    remove: ({ key }) => people.deleteIssue(key),
  };
  const comment = ({ key, remoteId }: Remote) => people.comments(key).find(({ id }) => id === remoteId)?.["body"];
  const addressed = ({ key, remoteId }: Remote) => ({ issue: key, id: remoteId });
  const comments: Sheet = {
    text: (remote) => JSON.stringify(comment(remote)),
    surround: (remote, words) => people.editComment(addressed(remote), hand.surrounded(comment(remote), words)),
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
      people.editIssue(key, { description: hand.ticked(fieldsOf(key)["description"], words) });
    },
    relabel: ({ key }, labels) => people.editIssue(key, { labels: [...labels] }),
    keys: () => people.keys(),
    close,
  };
}

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
