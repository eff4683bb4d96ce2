import { urlencoded, type Request, type Response, type Router } from "express";
import { page, html, type Markup } from "../../html/markup.ts";
import { isRecord, textAt, valueAt } from "../../record.ts";
import { now, type HostState } from "../host-state.ts";
import { missingPage, type Answer } from "../page/parts.ts";
import { CSS } from "../page/style.ts";
import type { App, Installation } from "./app-registry.ts";
import { appPage, installationPage } from "./app-routes.ts";
import { manifestProblem, readManifest } from "./app-manifest.ts";

type Show = (response: Response, answer: Answer) => void;

/** The pages on which a person creates an app from a manifest, installs it, and suspends an installation. */
export function addAppPages(router: Router, state: HostState, show: Show): void {
  const form = urlencoded({ extended: false, limit: "100kb" });
  router.post(["/settings/apps/new", "/organizations/:org/settings/apps/new"], form, (request, response) => {
    show(response, offerPage(state, request, ownerOf(state, request.params["org"])));
  });
  router.post(["/settings/apps", "/organizations/:org/settings/apps"], form, (request, response) => {
    createApp(state, ownerOf(state, request.params["org"]), { request, response, show });
  });
  router.get("/github-apps/:slug/installations/new", (request, response) => {
    const app = state.apps.named(request.params.slug);
    show(response, app === null ? missingPage(404) : installPage(state, app));
  });
  router.post("/github-apps/:slug/installations", form, (request, response) => {
    const app = state.apps.named(request.params["slug"] ?? "");
    if (app === null) return show(response, missingPage(404));
    const chosen = [valueAt(request.body, "repository")].flat().map(Number);
    const selected = textAt(request.body, "target") === "all" ? null : new Set(chosen);
    const installation = state.apps.install({ app, account: app.owner, selected, createdAt: now(state) });
    response.redirect(302, installationPage(state, installation));
  });
  const settings = ["/settings/installations/:id", "/organizations/:org/settings/installations/:id"];
  router.get(settings, (request, response) => {
    const found = installationOf(state, request);
    show(response, found === null ? missingPage(404) : settingsPage(state, found));
  });
  router.post(settings, form, (request, response) => {
    const found = installationOf(state, request);
    if (found === null) return show(response, missingPage(404));
    found.suspendedAt = found.suspendedAt === null ? now(state) : null;
    response.redirect(302, installationPage(state, found));
  });
}

function ownerOf({ login }: HostState, organisation: unknown): string {
  return typeof organisation === "string" ? organisation : login;
}

function installationOf(state: HostState, { params }: Request): Installation | null {
  const at = state.apps.at(ownerOf(state, params["org"]));
  return at.find(({ id }) => id === Number(params["id"])) ?? null;
}

function offerPage(state: HostState, request: Request, owner: string): Answer {
  const text = textAt(request.body, "manifest") ?? "";
  const problem = manifestProblem(text);
  if (problem !== null) return settled(422, "Invalid GitHub App configuration", html`<p>${problem}</p>`);
  const { name } = readManifest(text);
  const at = `${state.baseUrl}${request.path.replace(/\/new$/u, "")}`;
  return settled(
    200,
    `Create GitHub App for ${owner}`,
    html`<form action="${at}" method="post">
      <p>
        <label>GitHub App name <input name="name" value="${name}" /></label>
      </p>
      <input type="hidden" name="manifest" value="${text}" />
      <input type="hidden" name="state" value="${textAt(request.query, "state") ?? ""}" />
      <button type="submit">Create GitHub App for ${owner}</button>
    </form>`,
  );
}

type Exchange = { readonly request: Request; readonly response: Response; readonly show: Show };

function createApp(state: HostState, owner: string, { request, response, show }: Exchange): void {
  const body: unknown = request.body;
  const text = textAt(body, "manifest") ?? "";
  const problem = isRecord(body) ? manifestProblem(text) : "There is no manifest.";
  if (problem !== null)
    return show(response, settled(422, "Invalid GitHub App configuration", html`<p>${problem}</p>`));
  const { redirectUrl, name, ...content } = readManifest(text);
  const code = state.apps.create({ ...content, name: textAt(body, "name") ?? name, owner, createdAt: now(state) });
  const back = new URL(redirectUrl);
  back.searchParams.set("code", code);
  back.searchParams.set("state", textAt(body, "state") ?? "");
  response.redirect(302, back.href);
}

/** An app that is not public can be installed for its owner only. */
function installPage(state: HostState, app: App): Answer {
  const owned = [...state.repositories.all()].filter(
    ({ repository }) => repository.owner.toLowerCase() === app.owner.toLowerCase(),
  );
  const boxes = owned.map(
    ({ repository: { id, fullName } }) =>
      html`<li>
        <label><input type="checkbox" name="repository" value="${id}" /> ${fullName}</label>
      </li>`,
  );
  return settled(
    200,
    `Install ${app.name} on ${app.owner}`,
    html`<form action="${appPage(state, app)}/installations" method="post">
      <p>
        <label><input type="radio" name="target" value="all" checked /> All repositories</label>
      </p>
      <p>
        <label><input type="radio" name="target" value="selected" /> Only select repositories</label>
      </p>
      <ul>
        ${boxes}
      </ul>
      <button type="submit">Install</button>
    </form>`,
  );
}

function settingsPage(state: HostState, installation: Installation): Answer {
  const { app, account, selected, suspendedAt } = installation;
  const covered = selected === null ? "All repositories" : `${selected.size} selected repositories`;
  return settled(
    200,
    `${app.name} on ${account}`,
    html`<p>${covered}</p>
      <form action="${installationPage(state, installation)}" method="post">
        <button type="submit">${suspendedAt === null ? "Suspend" : "Unsuspend"}</button>
      </form>`,
  );
}

function settled(status: Answer["status"], title: string, content: Markup): Answer {
  const body = html`<main>
    <h1 class="title">${title}</h1>
    ${content}
  </main>`;
  return { status, html: page({ title, css: CSS, body }) };
}
