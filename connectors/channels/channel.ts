import type { Channel, ChannelSettings } from "../../src/ports/channel.ts";
import { createChatChannel } from "./chat.ts";
import { createMailChannel } from "./mail.ts";

export type ChannelOptions = {
  /** A signal that aborts after so many milliseconds: the time limit of one request. */
  readonly timeLimit: (ms: number) => AbortSignal;
};

/** Nothing is sent before the first message. */
export function createChannel(settings: ChannelSettings, options: ChannelOptions): Channel {
  return settings.kind === "mail" ? createMailChannel(settings) : createChatChannel(settings, options);
}
