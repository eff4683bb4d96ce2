import { counted } from "../../src/domain/counted.ts";
import type { Failure } from "../../src/domain/failure.ts";
import type { Finding, FindingGroup } from "../../src/domain/setup/finding.ts";
import { HttpRefusal, NoAnswer, UnreadableAnswer } from "./answer.ts";
import { networkReason } from "./network-reason.ts";

/** The first request to a tracker, and what came of it. */
export type Attempt = {
  readonly connection: string;
  /** The configured address. */
  readonly address: string;
  /** The account that the tracker named; null after a failure. */
  readonly account: string | null;
  readonly failure: Failure | null;
  /** The tracker's clock in the answer, and ours, in epoch milliseconds; the first null without an answer. */
  readonly toldAt: number | null;
  readonly now: number;
  /** How to mend the address and the credentials of this tracker, and its page for that. */
  readonly mend: Readonly<Record<"address" | "credentials", string>>;
  /** Whether the tracker needs the path of the address; else a path may be the mistake. */
  readonly needsPath?: boolean;
  readonly links: Readonly<Record<"credentials" | "status", string | null>>;
};

type Stage = Extract<FindingGroup, "address" | "tls" | "proxy" | "clock" | "credentials" | "rate-budgets">;

const stages: readonly Stage[] = ["address", "tls", "proxy", "clock", "credentials"];

type Fault = Pick<Finding, "means" | "remedy" | "link"> & { readonly stage: Stage };

/** One finding per stage of the request: good ones before the stage that failed, none tried after it. Pure. */
export function reachFindings(attempt: Attempt): readonly Finding[] {
  const { connection, address, failure } = attempt;
  const fault = failure === null ? null : faultOf(attempt, failure);
  const isTried = stages.filter((stage) => stage !== "tls" || new URL(address).protocol === "https:");
  const failed = fault === null ? isTried.length : placeOf(fault.stage, isTried);
  const findings = isTried.map((stage, place): Finding => {
    const finding = { id: `${stage}:${connection}`, group: stage, connection, tried: tried[stage](address) };
    if (stage === "clock" && attempt.toldAt !== null) return { ...finding, ...clockOf(attempt, attempt.toldAt) };
    if (fault !== null && fault.stage === stage) {
      const { means, remedy, link } = fault;
      return { ...finding, outcome: "blocks", means, remedy, link };
    }
    if (place < failed) return { ...finding, outcome: "ok", means: fine(attempt)[stage], remedy: null, link: null };
    const means = "Signalbox did not come this far.";
    return { ...finding, outcome: "not-tried", means, remedy: null, link: null };
  });
  if (fault?.stage !== "rate-budgets") return findings;
  const { means, remedy, link } = fault;
  const spent = `Signalbox sent ${connection} a request.`;
  const budget = {
    id: `rate-budgets:${connection}`,
    group: fault.stage,
    connection,
    tried: spent,
    means,
    remedy,
    link,
  };
  return [...findings, { ...budget, outcome: "blocks" }];
}

function placeOf(stage: Stage, among: readonly Stage[]): number {
  const place = among.indexOf(stage);
  return place === -1 ? among.length : place;
}

const tried: Readonly<Record<Stage, (address: string) => string>> = {
  address: (address) => `Signalbox sent a request to ${address}.`,
  tls: (address) => `Signalbox checked the certificate of ${new URL(address).host}.`,
  proxy: (address) => `Signalbox looked at what answers for ${address}.`,
  clock: () => "Signalbox compared the tracker's clock with this machine's.",
  credentials: () => "Signalbox asked the tracker for the account of its token.",
  "rate-budgets": () => "Signalbox looked at the tracker's rate limit.",
};

function fine({ address, account }: Attempt): Readonly<Record<Stage, string>> {
  return {
    address: `${address} answers.`,
    tls: "The certificate is valid.",
    proxy: "The tracker itself answers.",
    clock: "The answer has no date to compare.",
    credentials:
      account === null ? "The tracker accepts our credentials." : `The tracker accepts our credentials, as ${account}.`,
    "rate-budgets": "",
  };
}

function faultOf(attempt: Attempt, failure: Failure): Fault {
  const { address, mend, links } = attempt;
  const { cause } = failure;
  const at = new URL(address);
  if (cause instanceof NoAnswer && !cause.brokenOff) {
    const { stage, says, remedy } = networkReason(cause.cause, at);
    return { stage, means: says, remedy, link: null };
  }
  if (failure.code === "rate-limited") {
    return { stage: "rate-budgets", means: failure.message, remedy: failure.remedy, link: null };
  }
  if (cause instanceof UnreadableAnswer || cause instanceof NoAnswer || isPage(cause)) {
    const path =
      at.pathname === "/" || attempt.needsPath === true
        ? ""
        : ` The address has the path ${at.pathname}: leave it out if the tracker has none.`;
    return {
      stage: "proxy",
      means: `Something else answers in place of the tracker: ${failure.message}`,
      remedy: `Open ${address} from this machine, and let the proxy or single sign-on in between pass Signalbox without a login page.${path}`,
      link: null,
    };
  }
  if (failure.code === "unauthorized" || failure.code === "forbidden") {
    const remedy = failure.code === "forbidden" ? failure.remedy : mend.credentials;
    return { stage: "credentials", means: failure.message, remedy, link: links.credentials };
  }
  if (failure.code === "tracker-unavailable") {
    return { stage: "address", means: failure.message, remedy: failure.remedy, link: links.status };
  }
  const remedy = failure.code === "config-invalid" ? failure.remedy : mend.address;
  return { stage: "address", means: failure.message, remedy, link: null };
}

/** A refusal that does not come from the tracker, which answers with JSON. */
function isPage(cause: unknown): boolean {
  if (!(cause instanceof HttpRefusal) || cause.words !== null) return false;
  return cause.status < 500 && cause.status !== 401 && (cause.headers.get("content-type") ?? "").includes("html");
}

/** Smaller differences come from the way of the answer, and from clocks that count whole seconds. */
const toleratedMs = 30_000;

function clockOf({ now }: Attempt, toldAt: number): Pick<Finding, "outcome" | "means" | "remedy" | "link"> {
  const skew = now - toldAt;
  const size = Math.abs(skew);
  if (size <= toleratedMs) {
    return { outcome: "ok", means: "The tracker's clock and this machine's agree.", remedy: null, link: null };
  }
  const words = `This machine's clock is ${spanWords(size)} ${skew > 0 ? "ahead of" : "behind"} the tracker's`;
  return {
    outcome: "warning",
    means: `${words}: reports count days and deadlines by it.`,
    remedy: "Set this machine's clock (`timedatectl set-ntp true`).",
    link: null,
  };
}

function spanWords(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1) return `${Math.round(ms / 1000)} seconds`;
  return minutes < 120 ? counted(minutes, "minute") : `${Math.round(minutes / 60)} hours`;
}
