import type { Channel, ChannelSettings } from "../../src/ports/channel.ts";
import { createChatChannel, type ChannelOptions } from "./chat.ts";
import { createMailChannel } from "./mail.ts";

/** Sends no request before the first message. */
export function createChannel(settings: ChannelSettings, options: ChannelOptions): Channel {
  return settings.kind === "mail" ? createMailChannel(settings) : createChatChannel(settings, options);
}
