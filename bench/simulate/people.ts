import type { IssueAddress } from "../../sandbox/data.ts";
import type { Random } from "../../sandbox/demo-data/random.ts";
import { GithubError } from "../../sandbox/github/failure.ts";
import { JiraError } from "../../sandbox/jira/failure.ts";
import type { Sandbox } from "../../sandbox/server.ts";
import type { PublicationRecord } from "../../src/ports/publication-ledger.ts";
import { githubActions, githubItems, githubPulls, githubTexts } from "./github-actions.ts";
import { hideSecret, needSecret } from "./secret.ts";
import { jiraActions, jiraItems, sprintsOf } from "./jira-actions.ts";
import { organisationActions, showAll } from "./organisation-actions.ts";
import type { Action, Hidden, Scene } from "./scene.ts";
import { isThere } from "./standing-text.ts";
import { TextActions } from "./text-actions.ts";
import { siteOf } from "./world.ts";

/** The people who work in the trackers, and the fate of their words. */
export class People {
  readonly #sandbox: Sandbox;
  readonly #texts: TextActions;
  readonly #sprints: readonly number[];
  readonly #named: Set<string>;
  readonly #hidden: Hidden = { projects: new Set(), issues: new Set(), repositories: new Set(), ever: new Set() };
  #notes = 0;
  /** Number of their actions that a tracker accepted. */
  changes = 0;
  /** How often a tracker refused, or there was no object, by message. */
  readonly refusals = new Map<string, number>();
  /** Issues in GitHub that moved: their ids before and after. */
  readonly moved = new Map<string, string>();
  /** Errors other than refusals. */
  readonly mistakes: string[] = [];

  constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox;
    this.#texts = new TextActions(sandbox);
    this.#sprints = sprintsOf(siteOf(sandbox));
    this.#named = new Set(this.#keys().filter((key) => this.#isMentioned(key)));
  }

  /** Comments that a person deleted: marker, and when Signalbox had last written it, by its ledger. */
  get deleted(): ReadonlyMap<string, number | null> {
    return this.#texts.deleted;
  }

  /** Names of repositories that were hidden from our account at any time. */
  get hidden(): ReadonlySet<string> {
    return this.#hidden.ever;
  }

  /** A person changes an item. */
  act(random: Random): void {
    this.#oneOf(random.chance(0.5) ? jiraActions : githubActions, random);
  }

  /** An administrator changes a tracker. */
  administer(random: Random): void {
    this.#oneOf(organisationActions, random);
  }

  /** See `needSecret`. */
  needSecret(random: Random): void {
    this.#oneOf([needSecret], random);
  }

  /** See `hideSecret`. */
  hideSecret(random: Random): void {
    this.#oneOf([hideSecret], random);
  }

  /** Shows everything hidden again. */
  showAll(): void {
    showAll({ site: siteOf(this.#sandbox), host: this.#sandbox.github, hidden: this.#hidden });
  }

  #oneOf(actions: readonly Action[], random: Random): void {
    try {
      random.pick(actions)(this.#scene(random));
      this.changes += 1;
    } catch (error) {
      // The tracker refused it, or there was no object: it did not happen.
      const refusal = refusalIn(error);
      if (refusal === null) this.mistakes.push(error instanceof Error ? String(error.stack) : String(error));
      else this.refusals.set(refusal, (this.refusals.get(refusal) ?? 0) + 1);
    }
  }

  /** A person changes a text of ours, if there is one. */
  tamper(random: Random, publications: readonly PublicationRecord[]): void {
    const there = publications.filter(({ state, remoteKey }) => state === "standing" && this.#isThere(remoteKey ?? ""));
    if (there.length > 0) this.#texts.act(this.#scene(random), there);
  }

  /** Lost words, and the text they were in. */
  overwritten(): readonly string[] {
    return this.#texts.overwritten((key) => this.#isThere(key)).map(({ key, words }) => `${key}: ${words}`);
  }

  #scene(random: Random): Scene {
    return {
      site: siteOf(this.#sandbox),
      host: this.#sandbox.github,
      random,
      sprints: this.#sprints,
      note: () => `n${(this.#notes += 1)}`,
      nameable: () => this.#keys(),
      pulls: () => githubPulls(this.#sandbox.github).map(keyOf),
      name: (key) => {
        this.#named.add(key);
        return key;
      },
      isNamed: (key) => this.#named.has(key),
      renamed: (name, present) => this.#rename(name, present),
      moved: (from, to) => this.moved.set(from, to),
      hidden: this.#hidden,
    };
  }

  /** A key of the former name in a text has another key from now on, and still names the item. */
  #rename(name: string, present: string): void {
    for (const key of this.#named) {
      const [number] = /[-#]\d+$/u.exec(key) ?? [];
      if (number !== undefined && key === `${name}${number}`) this.#named.add(`${present}${number}`);
    }
  }

  #keys(): readonly string[] {
    return [...jiraItems(siteOf(this.#sandbox)), ...githubItems(this.#sandbox.github).map(keyOf)];
  }

  #isThere(key: string): boolean {
    return isThere(this.#sandbox, key);
  }

  #isMentioned(key: string): boolean {
    const site = siteOf(this.#sandbox);
    const [, number] = /#(\d+)$/u.exec(key) ?? [];
    const jira = jiraItems(site).map((other) => JSON.stringify(site.people.issue(other)?.["fields"] ?? ""));
    const texts = [...jira, ...githubTexts(this.#sandbox.github)];
    return texts.some((text) => text.includes(key) || (number !== undefined && text.includes(`#${number}`)));
  }
}

function keyOf({ repository, number }: IssueAddress): string {
  return `${repository}#${number}`;
}

/** A stand-in's refusal, without names and numbers; null for any other error. */
function refusalIn(error: unknown): string | null {
  if (error instanceof RangeError && error.message === "nothing to pick from") return error.message;
  const isRefusal = (error instanceof JiraError || error instanceof GithubError) && error.status < 500;
  return isRefusal
    ? `${error.name} ${error.status}: ${error.message.replaceAll(/[\w./-]*[#\d][\w./#-]*/gu, "*")}`
    : null;
}
