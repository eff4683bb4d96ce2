import { Failure } from "../domain/failure.ts";
import type { Finding } from "../domain/setup/finding.ts";
import type { InboxSummary } from "../ports/inbox.ts";
import type { HookStatus } from "../ports/webhook.ts";
import type { CheckedConnection } from "./checked-connection.ts";

/**
 * Calls an address as a stranger does: a POST without signature and body, which `serve` answers with 401 before it reads
 * more. `says`: why no answer came.
 */
export type Knock = (url: string) => Promise<{ readonly status: number } | { readonly says: string }>;

type Around = { readonly inbox: InboxSummary | null; readonly knock: Knock };

const install = "Run `signalbox webhooks install`.";

/** Whether the webhooks are installed, signed and reachable. Without any, Signalbox reads by polls, which is no fault. */
export async function webhookFindings(checked: CheckedConnection, around: Around): Promise<readonly Finding[]> {
  const { key, endpoint, isProvable } = checked;
  const shared = { group: "webhooks", connection: key, link: null } as const;
  const id = `webhooks:${key}`;
  const tried = "Signalbox looked for the secret and the public address of its webhooks.";
  if (!isProvable) {
    const means = `${key} has no webhook: Signalbox reads changes with the next poll.`;
    return [{ ...shared, id, tried, outcome: "ok", means, remedy: null }];
  }
  const ofInbox = inboxFindings(key, around.inbox);
  if (endpoint === null) {
    const means = `${key} has a secret for webhooks, but SIGNALBOX_URL is not set: Signalbox cannot say where they should arrive.`;
    const remedy = "Set SIGNALBOX_URL to the address at which the trackers reach `serve`, if you want webhooks.";
    return [{ ...shared, id, tried, outcome: "not-tried", means, remedy }, ...ofInbox];
  }
  const [registered, reached] = await Promise.all([
    statusFindings(checked, endpoint, around.inbox),
    reachable(key, around.knock, endpoint),
  ]);
  return [...registered, reached, ...ofInbox];
}

async function statusFindings(
  { key, connector }: CheckedConnection,
  endpoint: string,
  inbox: InboxSummary | null,
): Promise<readonly Finding[]> {
  const tried = `Signalbox looked for its webhook in the tracker.`;
  const shared = { group: "webhooks", connection: key, tried, link: null } as const;
  try {
    const found = await connector.hooks.status(endpoint);
    return found.flatMap((status) => {
      const link = connector.setup.webhooksPage(status.place);
      const id = `${key}:${status.place}`;
      const own = { ...shared, id: `webhook:${id}`, ...statusOf(status), link };
      const beside = (status.elsewhere ?? []).map((service) => ({
        id: `webhook-elsewhere:${id}:${service}`,
        ...besideOf(status, service),
      }));
      return [own, ...beside.map((one) => ({ ...shared, ...one, link }))];
    });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const arrives = (inbox?.newestAt ?? null) !== null;
    return [
      {
        ...shared,
        id: `webhook:${key}`,
        outcome: arrives ? "not-tried" : "warning",
        means: `${error.message} ${arrives ? "Deliveries arrive, though." : "No delivery has arrived yet either."}`,
        remedy: error.remedy,
      },
    ];
  }
}

function statusOf({ place, state, detail, refused }: HookStatus): Pick<Finding, "outcome" | "means" | "remedy"> {
  if (state === "missing") {
    const why = detail === null ? "" : `: ${detail}`;
    return { outcome: "warning", means: `${place} has no webhook with our address${why}.`, remedy: install };
  }
  if (state === "differs")
    return { outcome: "warning", means: `The webhook of ${place} differs: ${detail}.`, remedy: install };
  if (refused === undefined) return { outcome: "ok", means: `The webhook of ${place} is installed.`, remedy: null };
  if (refused === 0) {
    const remedy = "Let the tracker reach SIGNALBOX_URL from the internet, by https with a public certificate.";
    return { outcome: "warning", means: `The last delivery of ${place} did not reach us.`, remedy };
  }
  const isSecret = refused === 401;
  return {
    outcome: "warning",
    means: `The last delivery of ${place} was refused with HTTP ${refused}${isSecret ? ": the tracker signs with another secret" : ""}.`,
    remedy: isSecret
      ? `${install} It sets the secret of the train file again.`
      : "Look at the tracker's list of deliveries, and at the proxy before `serve`.",
  };
}

function besideOf({ place }: HookStatus, service: string): Pick<Finding, "outcome" | "means" | "remedy"> {
  return {
    outcome: "warning",
    means: `Another webhook of ${place} calls ${service}: the tracker sends each change there as well.`,
    remedy: `Unless another Signalbox answers there, run \`signalbox webhooks remove --url ${service}\`.`,
  };
}

async function reachable(key: string, knock: Knock, endpoint: string): Promise<Finding> {
  const finding = {
    id: `endpoint:${key}`,
    group: "webhooks",
    connection: key,
    tried: "Signalbox called its own endpoint at SIGNALBOX_URL, without a signature.",
    link: null,
  } as const;
  const answer = await knock(endpoint);
  if ("says" in answer) {
    const means = `From this machine our endpoint cannot be reached: ${answer.says}`;
    const remedy =
      "Start `signalbox serve`, and let the proxy pass `/webhooks/` to it. If only the trackers' network reaches it, look at their list of deliveries.";
    return { ...finding, outcome: "warning", means, remedy };
  }
  const { status } = answer;
  if (status === 401)
    return { ...finding, outcome: "ok", means: "Our endpoint answers, and refuses unsigned calls.", remedy: null };
  if (status === 404) {
    const means = `The address answers, but knows no endpoint for ${key} (HTTP 404).`;
    return {
      ...finding,
      outcome: "warning",
      means,
      remedy: "Restart `signalbox serve` with this train file; let the proxy pass `/webhooks/` with its path.",
    };
  }
  const means = `Something else than \`signalbox serve\` answers at SIGNALBOX_URL (HTTP ${status}).`;
  return {
    ...finding,
    outcome: "warning",
    means,
    remedy: "Correct SIGNALBOX_URL, or let the proxy pass `/webhooks/` to `serve`.",
  };
}

function inboxFindings(key: string, inbox: InboxSummary | null): readonly Finding[] {
  if (inbox === null || inbox.failed === 0) return [];
  const { failed } = inbox;
  return [
    {
      id: `inbox:${key}`,
      group: "webhooks",
      connection: key,
      outcome: "warning",
      tried: "Signalbox counted the deliveries that it could not process.",
      means: `${failed} ${failed === 1 ? "delivery is" : "deliveries are"} parked.`,
      remedy: "See `signalbox inbox list --state failed`; mend the cause, then `signalbox inbox replay ID`.",
      link: null,
    },
  ];
}
