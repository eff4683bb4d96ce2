import { z } from "zod";
import type { AppSetup, CreatedApp, WantedApp } from "../../../src/ports/app-setup.ts";
import { accountRemedies } from "../account.ts";
import { GithubClient, type ClientOptions } from "../client.ts";
import { runManifestFlow } from "./create-app.ts";
import { listInstallations } from "./list-installations.ts";

export type AppSetupOptions = Omit<ClientOptions, "connection">;

/** GitHub's own limit for the three steps. */
const withinMs = 3_600_000;
const pauseMs = 3000;

/** Creates a GitHub App by the manifest flow, and looks for its installations. */
export function createAppSetup(options: AppSetupOptions): AppSetup {
  return {
    create: async (wanted, { onAddress, keep }) => {
      let created: CreatedApp | null = null;
      const exchange = async (code: string): Promise<string> => {
        created = await exchanged(options, wanted, code);
        await keep(created);
        return created.installPage;
      };
      await runManifestFlow({ wanted, until: options.timeLimit(withinMs), onAddress, exchange });
      if (created === null) throw new Error("the flow ended without an app");
      return created;
    },
    installPage: async (connection) => {
      const { data } = await new GithubClient({ ...options, connection }).rest({
        what: "checking the app",
        owner: null,
        schema: AppPage,
        remedies: accountRemedies(connection),
        request: ({ rest }) => rest.apps.getAuthenticated(),
      });
      return installPageOf(connection.webUrl, data);
    },
    installations: (connection) => listInstallations(new GithubClient({ ...options, connection })),
    pause: () => options.wait(pauseMs),
  };
}

const AppPage = z.object({ slug: z.string().regex(/^[\w.-]+$/u), html_url: z.string().catch("") });
const Conversion = AppPage.extend({
  id: z.int().min(1),
  pem: z.string().includes("PRIVATE KEY"),
  webhook_secret: z.string().nullish().catch(null),
});

/** https://docs.github.com/rest/apps/apps#create-a-github-app-from-a-manifest needs no account. */
async function exchanged(options: AppSetupOptions, { connection }: WantedApp, code: string): Promise<CreatedApp> {
  const remedy =
    "Run `signalbox init --github-app` again, and delete the app that GitHub has created now (Settings → Developer settings → GitHub Apps).";
  const { data } = await new GithubClient({ ...options, connection }).rest({
    what: "taking over the new app",
    owner: null,
    schema: Conversion,
    remedies: { "not-found": remedy, "request-refused": remedy, "unreadable-answer": remedy },
    request: ({ rest }) => rest.apps.createFromManifest({ code }),
  });
  const { id, slug, pem: privateKey, webhook_secret: webhookSecret = null } = data;
  return { id: String(id), slug, privateKey, webhookSecret, installPage: installPageOf(connection.webUrl, data) };
}

/** Below `/apps` on github.com, below `/github-apps` on an Enterprise Server: only the answer's address tells. */
function installPageOf(webUrl: string, { slug, html_url: page }: z.infer<typeof AppPage>): string {
  const isOwn = URL.canParse(page) && page.startsWith(`${webUrl}/`);
  return `${isOwn ? page : `${webUrl}/apps/${slug}`}/installations/new`;
}
