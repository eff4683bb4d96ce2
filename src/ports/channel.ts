import type { Document } from "./document.ts";

/** Where a digest goes. Addresses of chat channels and the mail server's hold secrets: never stored, logged or echoed. */
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

/** What is sent: the document, and the same as plain text for those who read no other. */
export type Message = {
  /** The same for every attempt to send the same thing. */
  readonly id: string;
  readonly document: Document;
  readonly text: string;
};

/** Sends messages to people. A channel cannot be asked whether something has arrived. */
export type Channel = {
  readonly key: string;
  /** @throws Failure; with code `outcome-unknown` where it may have arrived */
  send(message: Message): Promise<void>;
};
