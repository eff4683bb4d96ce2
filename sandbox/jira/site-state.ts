import type { WebhookSender } from "../webhooks/webhook-sender.ts";
import type { JiraSiteData, RawRecord } from "../data.ts";
import type { SandboxRuntime } from "../runtime.ts";
import type { Account } from "./account.ts";
import { buildCatalogue, type Catalogue } from "./catalogue.ts";
import { CommentStore } from "./comment-store.ts";
import { HookRegistry } from "./hooks/hook-registry.ts";
import { IssueStore } from "./issue-store.ts";
import { IssueView } from "./issue-view.ts";
import { mirrorLinks } from "./mirror-links.ts";
import { recordAt, recordsAt, textAt } from "../record.ts";
import { SearchIndex } from "./search-index.ts";
import { Search } from "./search.ts";
import { storedIssue } from "./stored-issue.ts";
import { asWiki } from "./data-center/wiki-text.ts";
import { createDeliveryIds } from "../webhooks/delivery-id.ts";

/** Outcome of `notifyUsers=false`, which requires the right to administer the project. */
export type NotifyRight = "allowed" | "ignored" | "forbidden";

/** The state of one site. */
export type SiteState = {
  readonly name: string;
  readonly baseUrl: string;
  /** Version of a Data Center, such as `10.3.5`; null for a Cloud site. */
  readonly dataCenter: string | null;
  readonly runtime: SandboxRuntime;
  /** The account whose token the API takes. */
  readonly account: Account;
  readonly token: string;
  /** Id by which Atlassian's gateway knows a Cloud site. */
  readonly cloudId: string;
  readonly catalogue: Catalogue;
  readonly store: IssueStore;
  readonly index: SearchIndex;
  readonly search: Search;
  readonly view: IssueView;
  readonly comments: CommentStore;
  /** Issue properties by issue id. */
  readonly properties: Map<string, Map<string, unknown>>;
  readonly remoteLinks: Map<string, readonly RawRecord[]>;
  /** Ids of projects by former keys. */
  readonly formerProjectKeys: Map<string, string>;
  /** Hidden projects, by id. */
  readonly hiddenProjects: Map<string, HiddenProject>;
  readonly ids: Sequence;
  readonly switches: Switches;
  readonly hooks: HookRegistry;
  /** The secret of webhooks without one of their own. */
  readonly webhookSecret: string;
  readonly nextDeliveryId: () => string;
  /** Sends webhooks; null to send none. */
  readonly webhookSender: WebhookSender | null;
};

/** A project with the boards that it hides. */
export type HiddenProject = {
  readonly project: RawRecord;
  readonly boards: readonly (readonly [string, RawRecord])[];
};

/** Switches for tests while the site runs. */
export type Switches = {
  /** Keys of read-only projects. */
  readonly readOnlyProjects: Set<string>;
  /** Project permissions that the account lacks: `PAY ADD_COMMENTS`. */
  readonly withheld: Set<string>;
  /** Whether the account may administer the site, webhooks included. */
  isAdministrator: boolean;
  notify: NotifyRight;
  /** Scopes of the token; null for one without scopes, which has every right of its account. */
  scopes: ReadonlySet<string> | null;
  /** Number of coming requests to answer with 429. */
  throttled: number;
};

/** Numbers that only rise: issue ids, link ids, histories, and the next key of every project. */
export class Sequence {
  #last: number;
  readonly #lastKey = new Map<string, number>();

  constructor(last: number) {
    this.#last = last;
  }

  next(): string {
    this.#last += 1;
    return String(this.#last);
  }

  /** Notes a key in use. */
  seenKey(projectKey: string, number: number): void {
    this.#lastKey.set(projectKey, Math.max(number, this.#lastKey.get(projectKey) ?? 0));
  }

  nextKey(projectKey: string): string {
    const number = (this.#lastKey.get(projectKey) ?? 0) + 1;
    this.#lastKey.set(projectKey, number);
    return `${projectKey}-${number}`;
  }
}

export type SiteOptions = {
  readonly name: string;
  readonly baseUrl: string;
  readonly dataCenter?: string | null;
  readonly data: JiraSiteData;
  readonly runtime: SandboxRuntime;
  /** Zone of the account, in which the site reads dates of queries and writes times. */
  readonly timeZone: string;
  /** Without one no webhook is sent. */
  readonly webhookSender?: WebhookSender;
};

/** Loads a site. Skips records without a numeric id, a key and fields. */
export function openSite(options: SiteOptions): SiteState {
  const { name, baseUrl, dataCenter = null, runtime, timeZone, webhookSender } = options;
  const data = dataCenter === null ? options.data : inWikiMarkup(options.data);
  const loaded = data.issues.map((record) => storedIssue(record)).filter((issue) => issue !== null);
  const issues = mirrorLinks(loaded);
  const catalogue = buildCatalogue(data, issues, baseUrl);
  const store = new IssueStore(issues, { permissionsLag: dataCenter === null });
  const index = new SearchIndex(store);
  const comments = new CommentStore(baseUrl);
  const properties = new Map<string, Map<string, unknown>>();
  for (const record of data.issues) {
    const id = textAt(record, "id") ?? "";
    comments.load(id, record);
    const own = recordAt(record, "properties");
    if (own !== null) properties.set(id, new Map(Object.entries(own)));
  }
  return {
    name,
    baseUrl,
    dataCenter,
    runtime,
    account: {
      accountId: `712020:${Buffer.from(name).toString("hex").padEnd(24, "0").slice(0, 24)}`,
      displayName: "Release Bot",
      emailAddress: `release-bot@${name}.example`,
      timeZone,
    },
    token: `token-of-${name}`,
    cloudId: `cloud-id-of-${name}`,
    catalogue,
    store,
    index,
    search: new Search({ index, store, catalogue }),
    view: new IssueView({ baseUrl, catalogue, store, comments, properties, wholeChangelogs: dataCenter !== null }),
    comments,
    properties,
    remoteLinks: new Map(),
    formerProjectKeys: new Map(),
    hiddenProjects: new Map(),
    ids: sequenceAfter(issues),
    switches: {
      readOnlyProjects: new Set(),
      withheld: new Set(),
      isAdministrator: true,
      notify: "allowed",
      scopes: null,
      throttled: 0,
    },
    hooks: new HookRegistry(),
    webhookSecret: `webhook-secret-of-${name}`,
    nextDeliveryId: createDeliveryIds(`jira ${name}`),
    webhookSender: webhookSender ?? null,
  };
}

function sequenceAfter(issues: Iterable<{ number: number; projectKey: string; keyNumber: number }>): Sequence {
  let last = 100_000;
  for (const issue of issues) last = Math.max(last, issue.number);
  const ids = new Sequence(last);
  for (const issue of issues) ids.seenKey(issue.projectKey, issue.keyNumber);
  return ids;
}

/** The records with wiki markup in place of documents. */
function inWikiMarkup(data: JiraSiteData): JiraSiteData {
  return { ...data, issues: data.issues.map(issueInWikiMarkup) };
}

function issueInWikiMarkup(issue: RawRecord): RawRecord {
  const fields = recordAt(issue, "fields");
  if (fields === null) return issue;
  const comments = recordsAt(fields, "comment", "comments").map((one) => ({ ...one, body: asWiki(one["body"]) }));
  const comment = fields["comment"] === undefined ? {} : { comment: { comments } };
  return { ...issue, fields: { ...fields, description: asWiki(fields["description"]), ...comment } };
}
