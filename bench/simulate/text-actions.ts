import { TrackerHands } from "../../test/support/tracker-hands.ts";
import type { Sandbox } from "../../sandbox/server.ts";
import type { PublicationRecord } from "../../src/ports/publication-ledger.ts";
import type { Scene } from "./scene.ts";

/** Words that a person put into a text of ours, or beside one. */
export type Words = {
  readonly marker: string;
  readonly key: string;
  readonly kind: "rollup" | "comment";
  readonly words: string;
};

/** People's changes of our texts. */
export class TextActions {
  readonly #hands: TrackerHands;
  readonly #written: Words[] = [];
  readonly #deleted = new Map<string, number | null>();

  constructor(sandbox: Sandbox) {
    this.#hands = new TrackerHands(sandbox);
  }

  /** Comments that a person deleted: marker, and when Signalbox had last written it, by its ledger. */
  get deleted(): ReadonlyMap<string, number | null> {
    return this.#deleted;
  }

  /** A person changes one of our existing texts, or deletes one comment or all of them. */
  act(scene: Scene, standing: readonly PublicationRecord[]): void {
    const { random, note } = scene;
    const one = random.pick(standing);
    const { marker, kind, remoteKey } = one;
    const key = remoteKey ?? "";
    const words = `Somebody says ${note()}`;
    if (kind === "comment" && random.chance(0.3)) {
      this.#delete(random.chance(0.5) ? standing.filter(isComment) : [one]);
      return;
    }
    if (kind === "comment") this.#hands.writeAroundComment({ key }, [words, `and ${note()}`]);
    else this.#hands.writeAroundBody({ key }, [words, `and ${note()}`]);
    this.#written.push({ marker, key, kind, words });
  }

  #delete(comments: readonly PublicationRecord[]): void {
    for (const { marker, remoteKey, updatedAt } of comments) {
      this.#hands.deleteComment({ key: remoteKey ?? "" });
      this.#deleted.set(marker, updatedAt);
    }
  }

  /** Words that exist nowhere any more, although no person deleted their text. */
  overwritten(isThere: (key: string) => boolean): readonly Words[] {
    return this.#written.filter(({ marker, key, kind, words }) => {
      if (this.#deleted.has(marker) || !isThere(key)) return false;
      const texts = kind === "rollup" ? [this.#hands.body({ key })] : this.#hands.written({ key });
      return !texts.some((text) => text.includes(words));
    });
  }
}

function isComment({ kind }: PublicationRecord): boolean {
  return kind === "comment";
}
