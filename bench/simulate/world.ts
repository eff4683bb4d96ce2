import type { SandboxData } from "../../sandbox/data.ts";
import type { Sandbox } from "../../sandbox/server.ts";
import { startSandbox } from "../../sandbox/server.ts";
import type { GithubProfile } from "../../sandbox/github/release.ts";
import type { JiraProfile } from "../../sandbox/jira/profile.ts";
import type { JiraSite } from "../../sandbox/jira/site.ts";
import { parseTrainFile } from "../../config/train-file.ts";
import { generateBulk } from "../generate.ts";
import { FaultyNetwork } from "./faulty-network.ts";
import { Coverage } from "./coverage.ts";
import { secretProject } from "./jira-actions.ts";
import { randomFor } from "./randomness.ts";
import { TrackerFaults } from "./tracker-faults.ts";
import { VirtualTime } from "./virtual-time.ts";

/** Monday of the demo's second iteration. */
const startsAt = Date.parse("2026-11-23T09:00:00Z");

const items = 36;

/** The address of every delivery: no server listens there, the carrier takes them. */
const endpoint = "https://signalbox.example/webhooks";

export type World = {
  readonly time: VirtualTime;
  readonly sandbox: Sandbox;
  readonly network: FaultyNetwork;
  readonly trouble: TrackerFaults;
  readonly coverage: Coverage;
  readonly connections: ReturnType<typeof parseTrainFile>["connections"];
  readonly trains: ReturnType<typeof parseTrainFile>["trains"];
  /** Called when a request is left without an answer. */
  onUnanswered: () => void;
  /** The request that the trackers are answering. */
  present: () => string;
};

export type WorldOptions = {
  /** Changes the trackers or the train file. */
  readonly change?: (data: SandboxData) => SandboxData;
  /** `cloud` by default. */
  readonly jira?: JiraProfile;
  /** `cloud` by default. */
  readonly github?: GithubProfile;
};

/** The trackers of one seed, with a small train in them. */
export async function createWorld(
  seed: number,
  { change = (data) => data, jira = "cloud", github = "cloud" }: WorldOptions = {},
): Promise<World> {
  const time = new VirtualTime(startsAt);
  const coverage = new Coverage();
  const handlers = { onUnanswered: () => time.expire(), present: () => "request" };
  const trouble = new TrackerFaults(randomFor(seed, "trouble"), (fault) => coverage.note(handlers.present(), fault));
  const network = new FaultyNetwork({
    random: randomFor(seed, "carrier"),
    clock: time.clock,
    isCalm: () => !trouble.isOn,
    onFault: (fault, event) => coverage.note(event, fault),
  });
  const data = change(withSecrets(generateBulk({ items, seed: 11, now: startsAt })));
  const sandbox = await startSandbox({
    data,
    jira,
    github,
    port: 0,
    clock: time.clock,
    searchLagMs: 30_000,
    webhookSender: network,
    faults: trouble.source,
    onUnanswered: () => handlers.onUnanswered(),
  });
  openPulls(sandbox);
  registerHooks(sandbox);
  const text = data.trainFile.replace("{ settle: 0m, newPerRun: 100 }", "{ settle: 2m, newPerRun: 20 }");
  const parsed = parseTrainFile(text, { file: "simulation", env: {}, provided: sandbox.connections });
  const { connections, trains } = parsed;
  return Object.assign(handlers, { time, sandbox, network, trouble, coverage, connections, trains });
}

/** With a project that no team plans in. */
function withSecrets(data: SandboxData): SandboxData {
  const project = { id: "10030", key: secretProject, name: "Secrets", projectTypeKey: "business", simplified: false };
  const acme = data.jira["acme"];
  if (acme === undefined) throw new Error("the data has no Jira site");
  return { ...data, jira: { acme: { ...acme, projects: [...acme.projects, project] } } };
}

/** Pull requests older than the webhooks: no delivery ever names them. */
function openPulls({ github: { people } }: Sandbox): void {
  for (const repository of ["acme/api", "acme/web"]) {
    people.openPull(repository, { title: "Work of an earlier week", body: "", head: "earlier" });
  }
}

function registerHooks(sandbox: Sandbox): void {
  siteOf(sandbox).hooks.register({ url: `${endpoint}/acme` });
  for (const repository of ["acme/api", "acme/web", "acme/trains"]) {
    sandbox.github.hooks.register({ repository, url: `${endpoint}/acme-github` });
  }
}

/** The one Jira site. */
export function siteOf({ jira }: Sandbox): JiraSite {
  const [site] = jira.values();
  if (site === undefined) throw new Error("the sandbox has no Jira site");
  return site;
}
