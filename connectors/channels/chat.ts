import { Failure } from "../../src/domain/failure.ts";
import type { Channel, ChannelSettings } from "../../src/ports/channel.ts";
import type { TimeLimit } from "../../src/ports/runtime.ts";
import { NoAnswer } from "../kit/answer.ts";
import { httpFailure, networkFailure } from "../kit/http-failure.ts";
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
      if (!response.ok) throw refusal(key, response, await response.text().catch(() => ""));
      await response.body?.cancel();
    },
  };
}

type Post = { readonly key: string; readonly url: string; readonly body: string; readonly signal: AbortSignal };

async function post({ key, url, body, signal }: Post): Promise<Response> {
  const headers = { "content-type": "application/json" };
  try {
    return await fetch(url, { method: "POST", headers, body, signal, redirect: "error" });
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
  return new Failure({
    code: failure.code,
    what: failure.message,
    remedy:
      failure.verdict.kind === "retry"
        ? failure.remedy
        : `Check the address of channel ${key}: its webhook may have been removed.`,
    verdict: failure.verdict,
    cause: failure,
  });
}
