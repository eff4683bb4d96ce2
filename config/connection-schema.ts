import { z } from "zod";
import { text } from "./text-schema.ts";

/** Keys of a connection whose values come from the environment and are never shown. */
export const secretKeys: readonly string[] = ["token", "privateKey", "webhookSecret", "webhookPath"];

/** The same for a channel. */
export const channelSecretKeys: readonly string[] = ["url", "server"];

const secret = text.describe("A secret: written as ${NAME} and read from the environment");

const oneOrTwo = "a secret, or a list of two: the new one and the old one";
const webhookSecret = z
  .union([secret, z.array(secret).length(2, { error: oneOrTwo })], { error: oneOrTwo })
  .transform((given) => (typeof given === "string" ? [given] : given))
  .describe("Secret that signs webhooks, written as ${NAME}; a list of two during a change, the new one first");

/** A refinement, because the schema for editors describes `${NAME}` and not its value. */
const webhookPath = z
  .string({ error: "a secret, written as ${NAME}" })
  .refine((path) => /^[\w-]{24,}$/.test(path), {
    error: "expected at least 24 characters, of letters, digits, dash and underscore only",
  })
  .describe("For a Jira that cannot sign: the unguessable last part of our address, written as ${NAME}");

/** http only for a tracker on this machine; elsewhere it would send the token unencrypted. */
const address = z
  .string({ error: "an address such as https://acme.atlassian.net" })
  .refine(isAddress, { error: "expected an https address such as https://acme.atlassian.net" })
  .transform((url) => url.replace(/\/+$/, ""));

function isAddress(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const url = new URL(value);
  const local = ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname);
  const plain = url.username === "" && url.password === "" && url.search === "" && url.hash === "";
  return plain && (url.protocol === "https:" || (url.protocol === "http:" && local));
}

const alsoAt = z
  .array(address, { error: "a list of addresses such as https://jira.acme.example" })
  .optional()
  .describe("Other addresses of the same tracker that texts may contain, such as a former address or your own domain");

const jiraConnection = z
  .strictObject({
    kind: z.literal("jira"),
    site: address.describe("Address of the Jira Cloud site, https://acme.atlassian.net"),
    alsoAt,
    account: text.describe("E-mail address of the token's account"),
    token: secret,
    webhookSecret: webhookSecret.optional(),
    webhookPath: webhookPath.optional(),
    pointsField: text
      .optional()
      .describe("Name or id of the estimate field; Signalbox finds it if there is only one candidate"),
  })
  .describe("A Jira Cloud site");

const githubApp = z
  .strictObject({
    id: z
      .union([text, z.int().min(1)], { error: "the app's id" })
      .transform(String)
      .describe("The app's id"),
    privateKey: secret,
  })
  .describe("A GitHub App that is installed on the repositories");

const githubConnection = z
  .strictObject({
    kind: z.literal("github"),
    url: address.optional().describe("Address of a GitHub Enterprise Server. Default: github.com"),
    alsoAt,
    token: secret.optional().describe("A personal access token, written as ${NAME}; or `app`"),
    app: githubApp.optional(),
    webhookSecret: webhookSecret.optional(),
  })
  .superRefine(({ token, app }, ctx) => {
    if ((token === undefined) === (app === undefined)) {
      ctx.addIssue({ code: "custom", message: "expected either `token` or `app` with `id` and `privateKey`" });
    }
  })
  .describe("github.com or a GitHub Enterprise Server");

export const connection = z.discriminatedUnion("kind", [jiraConnection, githubConnection]);
export type ConnectionEntry = z.output<typeof connection>;
