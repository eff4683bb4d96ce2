import type { Random } from "../../sandbox/demo-data/random.ts";
import { GithubError } from "../../sandbox/github/failure.ts";
import { JiraError } from "../../sandbox/jira/failure.ts";
import type { Sandbox } from "../../sandbox/server.ts";
import type { PublicationRecord } from "../../src/ports/publication-ledger.ts";
import { githubActions, githubItems, githubTexts } from "./github-actions.ts";
import { jiraActions, jiraItems, sprintsOf } from "./jira-actions.ts";
import { organisationActions, showAll } from "./organisation-actions.ts";
import type { Action, Hidden, Scene } from "./scene.ts";
import { isThere } from "./standing-text.ts";
import { TextActions } from "./text-actions.ts";
import { siteOf } from "./world.ts";

/** Everybody who works in the trackers, and what became of their words. */
export class People {
  readonly #sandbox: Sandbox;
  readonly #texts: TextActions;
  readonly #sprints: readonly number[];
  readonly #named: Set<string>;
  readonly #hidden: Hidden = { projects: new Set(), repositories: new Set(), ever: new Set() };
  #notes = 0;
  /** How many of their actions a tracker took. */
  changes = 0;
  /** How often a tracker refused, or there was nothing to do it to, by what was said. */
  readonly refusals = new Map<string, number>();
  /** What went wrong though nobody refused it. */
  readonly mistakes: string[] = [];

  constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox;
    this.#texts = new TextActions(sandbox);
    this.#sprints = sprintsOf(siteOf(sandbox));
    this.#named = new Set(this.#keys().filter((key) => this.#isMentioned(key)));
  }

  /** Markers of comments that one of them deleted at some time. */
  get deleted(): ReadonlySet<string> {
    return this.#texts.deleted;
  }

  /** Names of repositories that were out of our account's sight at some time. */
  get hidden(): ReadonlySet<string> {
    return this.#hidden.ever;
  }

  /** One of them does something to an item. */
  act(random: Random): void {
    this.#oneOf(random.chance(0.5) ? jiraActions : githubActions, random);
  }

  /** An administrator does something to a tracker. */
  administer(random: Random): void {
    this.#oneOf(organisationActions, random);
  }

  /** All that went out of sight is given back. */
  showAll(): void {
    showAll({ site: siteOf(this.#sandbox), host: this.#sandbox.github, hidden: this.#hidden });
  }

  #oneOf(actions: readonly Action[], random: Random): void {
    try {
      random.pick(actions)(this.#scene(random));
      this.changes += 1;
    } catch (error) {
      // The tracker refused it, or there was nothing to do it to: it did not happen.
      const refusal = refusalIn(error);
      if (refusal === null) this.mistakes.push(error instanceof Error ? String(error.stack) : String(error));
      else this.refusals.set(refusal, (this.refusals.get(refusal) ?? 0) + 1);
    }
  }

  /** One of them does something to a text of ours, where one stands. */
  tamper(random: Random, publications: readonly PublicationRecord[]): void {
    const there = publications.filter(({ state, remoteKey }) => state === "standing" && this.#isThere(remoteKey ?? ""));
    if (there.length > 0) this.#texts.act(this.#scene(random), there);
  }

  /** Words that are gone, and where they stood. */
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
      name: (key) => {
        this.#named.add(key);
        return key;
      },
      isNamed: (key) => this.#named.has(key),
      renamed: (name, present) => this.#rename(name, present),
      hidden: this.#hidden,
    };
  }

  /** What a text names by a key of the former name goes by another key from now on, and is named nevertheless. */
  #rename(name: string, present: string): void {
    for (const key of this.#named) {
      const [number] = /[-#]\d+$/u.exec(key) ?? [];
      if (number !== undefined && key === `${name}${number}`) this.#named.add(`${present}${number}`);
    }
  }

  #keys(): readonly string[] {
    const issues = githubItems(this.#sandbox.github).map(({ repository, number }) => `${repository}#${number}`);
    return [...jiraItems(siteOf(this.#sandbox)), ...issues];
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

/** What a stand-in says to somebody who asks for what may not be, without names and numbers; null for anything else. */
function refusalIn(error: unknown): string | null {
  if (error instanceof RangeError && error.message === "nothing to pick from") return error.message;
  const isRefusal = (error instanceof JiraError || error instanceof GithubError) && error.status < 500;
  return isRefusal
    ? `${error.name} ${error.status}: ${error.message.replaceAll(/[\w./-]*[#\d][\w./#-]*/gu, "*")}`
    : null;
}
