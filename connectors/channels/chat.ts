import { Failure, type FailureCode } from "../../src/domain/failure.ts";
import type { Channel, ChannelSettings } from "../../src/ports/channel.ts";
import type { TimeLimit } from "../../src/ports/runtime.ts";
import { NoAnswer } from "../kit/answer.ts";
import { advised, httpFailure, networkFailure, unreadableAnswer } from "../kit/http-failure.ts";
import { slackBody } from "./slack.ts";
import { teamsBody } from "./teams.ts";

type ChatSettings = Extract<ChannelSettings, { kind: "slack" | "teams" }>;

/** Time limit (ms) of one call: chat services answer in a second or two. */
const limitMs = 30_000;

export type ChannelOptions = {
  /** The time limit of one request: a signal that aborts after `ms` milliseconds. */
  readonly timeLimit: TimeLimit;
};

/** A channel for an incoming webhook: one POST, whose answer only says whether the service accepted the message. */
export function createChatChannel({ kind, key, url }: ChatSettings, { timeLimit }: ChannelOptions): Channel {
  return {
    key,
    send: async ({ document }) => {
      const body = JSON.stringify(kind === "slack" ? slackBody(document) : teamsBody(document));
      const response = await post({ key, url, body, signal: timeLimit(limitMs) });
      const answer = await response.text().catch(() => "");
      if (response.status >= 300 && response.status < 400) throw ofAnother(key, "a redirect");
      if (!response.ok) throw refusal(key, response, answer);
      // By its text: Slack gives its "ok" the type of a web page.
      if (answer.trimStart().startsWith("<")) throw ofAnother(key, "a web page");
    },
  };
}

type Post = { readonly key: string; readonly url: string; readonly body: string; readonly signal: AbortSignal };

async function post({ key, url, body, signal }: Post): Promise<Response> {
  const headers = { "content-type": "application/json" };
  try {
    return await fetch(url, { method: "POST", headers, body, signal, redirect: "manual" });
  } catch (cause) {
    const trouble = networkFailure({ connection: key, what: "sending the digest", cause: reasonWithout(url, cause) });
    if (new NoAnswer(cause, false).neverSent) throw trouble;
    throw new Failure({
      code: "outcome-unknown",
      what: `${key} did not answer; the digest may have arrived: ${trouble.message}`,
      remedy: "Look whether it is there; it is not sent again.",
      verdict: { kind: "park" },
      cause: trouble,
    });
  }
}

/** The error without the webhook's address, which is a secret. */
function reasonWithout(url: string, cause: unknown): unknown {
  const reason = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  if (!(reason instanceof Error)) return "no answer";
  return new Error(reason.message.replaceAll(url, "its address"));
}

function refusal(key: string, { status, headers }: Response, detail: string): Failure {
  const failure = httpFailure({
    connection: key,
    what: "sending the digest",
    status,
    headers,
    detail,
    now: Date.now(),
  });
  return advised(failure, remedyFor(key, failure.code), failure);
}

/** A proxy or a login page answers in place of the service. */
function ofAnother(key: string, says: string): Failure {
  const address = `the address of channel ${key} is that of an incoming webhook`;
  return unreadableAnswer({ connection: key, what: "sending the digest", address }, says);
}

function remedyFor(key: string, code: FailureCode): string | undefined {
  switch (code) {
    case "rate-limited":
      return undefined;
    case "tracker-unavailable":
      return "Run it again later; look at the status page of the chat service if it lasts.";
    case "request-refused":
      return `Read what the service says; if the address of channel ${key} is right, this is a defect worth reporting.`;
    default:
      return `Check the address of channel ${key}: its webhook may have been removed.`;
  }
}
