import type { Sandbox, SandboxOptions } from "../sandbox/server.ts";
import { startSandbox } from "../sandbox/server.ts";
import { generateDemo } from "../sandbox/demo-data/generate.ts";
import { createHttpSender } from "../sandbox/webhooks/http-sender.ts";

export type LiveTrackers = {
  readonly sandbox: Sandbox;
  /** Of GitHub's signatures. */
  readonly secret: string;
  /** The train file with the trackers' addresses; its process has the secrets in its environment. */
  readonly trainFile: string;
  readonly env: Readonly<Record<string, string>>;
  /** A delivery's body: the first issue of acme/api was edited. */
  issueBody(): string;
};

/** Trackers in this process, by default the demo's, which send webhooks over loopback. */
export async function startLiveTrackers(
  resources: AsyncDisposableStack,
  options: Partial<Pick<SandboxOptions, "data" | "faults" | "onUnanswered">> = {},
): Promise<LiveTrackers> {
  const { data = generateDemo({ seed: 1, now: Date.now() }), ...faults } = options;
  const webhookSender = createHttpSender({ clock: Date.now });
  resources.defer(() => webhookSender.close());
  const sandbox = await startSandbox({ data, port: 0, clock: Date.now, searchLagMs: 2000, webhookSender, ...faults });
  resources.defer(() => sandbox.close());
  const { github, jira } = sandbox;
  const site = jira.get("acme");
  if (site === undefined) throw new Error("the demo has no Jira site");
  const connections = `connections:
  acme: { kind: jira, site: ${sandbox.url}/jira/acme, account: ${site.account.email}, token: \${JIRA_TOKEN}, webhookSecret: \${JIRA_WEBHOOK_SECRET} }
  acme-github: { kind: github, url: ${sandbox.url}/github, token: \${GITHUB_TOKEN}, webhookSecret: \${GITHUB_WEBHOOK_SECRET} }
`;
  const [issue] = github.people.issues("acme/api");
  return {
    sandbox,
    secret: github.webhookSecret,
    trainFile: `${connections}${data.trainFile}`.replace("reports:\n", "reports:\n      rewritesPerHour: 1000\n"),
    env: {
      JIRA_TOKEN: site.account.token,
      JIRA_WEBHOOK_SECRET: site.webhookSecret,
      GITHUB_TOKEN: github.token,
      GITHUB_WEBHOOK_SECRET: github.webhookSecret,
    },
    issueBody: () =>
      JSON.stringify({
        action: "edited",
        issue,
        repository: { full_name: "acme/api" },
        sender: { login: "octocat" },
      }),
  };
}
