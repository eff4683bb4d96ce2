import { z } from "zod";
import { text } from "./text-schema.ts";

/** Keys of a connection whose values come from the environment and are never shown. */
export const secretKeys: readonly string[] = ["token", "privateKey", "webhookSecret", "webhookPath"];

/** The same for a channel. */
export const channelSecretKeys: readonly string[] = ["url", "server"];

const secret = text.describe("A secret: written as ${NAME} and read from the environment");

/** Headers carry no other characters, and no tracker gives a token with them. */
const token = text.refine((value) => !/^(["'`]).*\1$|\P{ASCII}/su.test(value), {
  error:
    "expected a token, but the variable's value has a character that no token has, such as quotes around it or an invisible one; copy the token again",
});

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

const gateway = address
  .refine((url) => /^\/ex\/jira\/[\w-]+$/u.test(new URL(url).pathname), {
    error: "expected the gateway's address with the site's cloud id: https://api.atlassian.com/ex/jira/CLOUD-ID",
  })
  .optional()
  .describe(
    "For a token with scopes, which Jira Cloud takes nowhere else: https://api.atlassian.com/ex/jira/CLOUD-ID. `doctor` prints it. Default: none",
  );

const jiraConnection = z
  .strictObject({
    kind: z.literal("jira"),
    site: address.describe(
      "Address of the Jira Cloud site, https://acme.atlassian.net, or of the Data Center with its context path, https://acme.example/jira",
    ),
    gateway,
    alsoAt,
    account: text
      .optional()
      .describe("E-mail address of the token's account at Jira Cloud; none for Data Center, whose token stands alone"),
    token: token.describe("API token of a Jira Cloud account, or personal access token of Data Center, as ${NAME}"),
    webhookSecret: webhookSecret.optional(),
    webhookPath: webhookPath.optional(),
    pointsField: text
      .optional()
      .describe("Name or id of the estimate field; Signalbox finds it if there is only one candidate"),
    businessValueField: text
      .optional()
      .describe("Name or id of the number field with the business value of features or objectives. Default: none"),
  })
  .superRefine(({ site, gateway: through, account }, ctx) => {
    if (URL.canParse(site) && new URL(site).hostname === "api.atlassian.com") {
      const message =
        "expected the site's own address, such as https://acme.atlassian.net; this one belongs into `gateway`";
      ctx.addIssue({ code: "custom", path: ["site"], message });
    }
    const isCloud = URL.canParse(site) && new URL(site).hostname.endsWith(".atlassian.net");
    if (isCloud && new URL(site).pathname !== "/") {
      const message = "expected the address of the Jira Cloud site without a path, such as https://acme.atlassian.net";
      ctx.addIssue({ code: "custom", path: ["site"], message });
    }
    if (account !== undefined || !(isCloud || through !== undefined)) return;
    const message = "missing: a Jira Cloud site needs the e-mail address of the token's account";
    ctx.addIssue({ code: "custom", path: ["account"], message });
  })
  .describe("A Jira Cloud site, or a Jira Data Center from version 9 on");

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
    token: token.optional().describe("A personal access token, written as ${NAME}; or `app`"),
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
