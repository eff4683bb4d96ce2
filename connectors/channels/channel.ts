import type { Channel, ChannelSettings } from "../../src/ports/channel.ts";
import { createChatChannel } from "./chat.ts";
import { createMailChannel } from "./mail.ts";

export type ChannelOptions = {
  /** The time limit of one request: a signal that aborts after `ms` milliseconds. */
  readonly timeLimit: (ms: number) => AbortSignal;
};

/** Nothing is sent before the first message. */
export function createChannel(settings: ChannelSettings, options: ChannelOptions): Channel {
  return settings.kind === "mail" ? createMailChannel(settings) : createChatChannel(settings, options);
}
