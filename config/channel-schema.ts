import { z } from "zod";
import type { ChannelSettings } from "../src/ports/channel.ts";
import { oneOrMore, slug, text } from "./text-schema.ts";

export const weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;

const webhookAddress = z
  .string({ error: "the address of an incoming webhook, written as ${NAME}" })
  .refine(isWebhook, { error: "expected an https address" })
  .describe("Address of the channel's incoming webhook: a secret, written as ${NAME}");

/** http only for this machine; elsewhere it would send the secret address unencrypted. */
function isWebhook(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname } = new URL(value);
  return protocol === "https:" || (protocol === "http:" && isLocal(hostname));
}

function isLocal(hostname: string): boolean {
  return ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
}

const mailServer = z
  .string({ error: "the address of a mail server, written as ${NAME}" })
  .refine((value) => URL.canParse(value) && /^smtps?:$/u.test(new URL(value).protocol), {
    error: "expected an address such as smtps://user:password@mail.example.com:465",
  })
  .describe("Mail server with user and password: a secret, written as ${NAME}");

const mailAddress = z.email({ error: "a mail address" });

export const channel = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("slack"), url: webhookAddress }).describe("A channel in Slack"),
  z.strictObject({ kind: z.literal("teams"), url: webhookAddress }).describe("A channel in Microsoft Teams"),
  z
    .strictObject({
      kind: z.literal("mail"),
      server: mailServer,
      from: mailAddress.describe("Sender"),
      to: oneOrMore(mailAddress, "a mail address").describe("Recipients"),
    })
    .describe("Mail"),
]);

export const digest = z
  .strictObject({
    to: oneOrMore(slug, "the key of a channel").describe("Channels of this file that receive the digest"),
    day: z.enum(weekdays).default("monday").describe("Day of sending. Default: monday"),
    at: text
      .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/u, { error: 'a time such as "08:00"' })
      .default("08:00")
      .describe("Time of sending, in the train's time zone. Default: 08:00"),
  })
  .describe("Sends the first part of the rollup once a week");
export type DigestEntry = z.output<typeof digest>;

/** A checked entry of the file in the form that channels take. */
export function toChannel(key: string, entry: z.output<typeof channel>): ChannelSettings {
  return { key, ...entry };
}
