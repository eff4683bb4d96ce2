import escaped from "escape-html";
import type { WantedApp } from "../../../src/ports/app-setup.ts";
import { newAppPage } from "./manifest.ts";

/** The page whose button sends the manifest to GitHub; it runs no script. */
export function startPage(wanted: WantedApp, manifest: Readonly<Record<string, unknown>>, state: string): string {
  const { organisation, connection, webhookUrl } = wanted;
  const owner = organisation ?? "your own account";
  const hook =
    webhookUrl === null
      ? "Its webhook is switched off, because Signalbox has no public address yet (SIGNALBOX_URL)."
      : `GitHub sends its webhook to ${webhookUrl}.`;
  return page(
    "Create the GitHub App",
    `<p>GitHub will show a name, which you may change, and create the app for <b>${escaped(owner)}</b> on ${escaped(connection.webUrl)}.
It may read metadata, pull requests and projects, and read and write issues, where you install it. ${escaped(hook)}</p>
<form action="${escaped(newAppPage(wanted, state))}" method="post">
<input type="hidden" name="manifest" value="${escaped(JSON.stringify(manifest))}">
<button type="submit">Continue on GitHub</button>
</form>`,
  );
}

export function refusalPage(sentence: string): string {
  return page("Signalbox", `<p>${escaped(sentence)}</p>`);
}

const css =
  "body{font:16px/1.5 system-ui,sans-serif;max-width:40em;margin:4em auto;padding:0 1em}button{font:inherit;padding:.5em 1em}";

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title><style>${css}</style></head><body><h1>${title}</h1>${body}</body></html>`;
}
