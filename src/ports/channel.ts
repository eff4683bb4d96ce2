import type { Document } from "./document.ts";

/** Where a digest goes. `url` and `server` contain secrets: Signalbox never stores, logs or prints them. */
export type ChannelSettings =
  | {
      readonly kind: "slack" | "teams";
      readonly key: string;
      /** The channel's incoming webhook. */
      readonly url: string;
    }
  | {
      readonly kind: "mail";
      readonly key: string;
      /** `smtps://user:password@mail.example.com:465` */
      readonly server: string;
      readonly from: string;
      readonly to: readonly string[];
    };

/** A message: the document, and its plain text for clients that show no other. */
export type Message = {
  /** The same for every attempt to send this message. */
  readonly id: string;
  readonly document: Document;
  readonly text: string;
};

/** Sends messages to people. A channel does not report whether a message arrived. */
export type Channel = {
  readonly key: string;
  /** Connects and signs in without a message; absent if the service offers nothing like that. @throws Failure */
  readonly check?: () => Promise<void>;
  /** @throws Failure; with code `outcome-unknown` if the message may have arrived */
  send(message: Message): Promise<void>;
};
