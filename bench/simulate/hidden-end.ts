import type { Random } from "../../sandbox/demo-data/random.ts";
import { hiddenDifferences } from "./compare.ts";
import type { Ends } from "./compared.ts";
import type { Game } from "./game.ts";
import { secretProject } from "./jira-actions.ts";
import { randomFor } from "./randomness.ts";
import type { World } from "./world.ts";

const minuteMs = 60_000;

/** Whether the history of a seed ends with something hidden from our account. */
export function endsHidden(seed: number): boolean {
  return randomFor(seed, "hidden end").chance(1 / 4);
}

export type HiddenEnd = { readonly world: World; readonly game: Game; readonly random: Random };

/**
 * After a history: teams need an issue outside of the train, then an administrator hides its project for good, while
 * faults hit the service.
 * @returns differences from a clean run that never saw the project
 */
export async function endHidden(
  { world, game, random }: HiddenEnd,
  ends: Pick<Ends, "store" | "clean">,
): Promise<readonly string[]> {
  game.people.needSecret(random);
  await game.pass(2 * minuteMs);
  const { items } = await ends.store.loadModel();
  const wasRead = [...items.values()].some(({ key, presence }) => isSecret(key) && presence === "present");
  game.people.hideSecret(random);
  world.trouble.isOn = true;
  await game.pass(random.int(1, 10) * minuteMs);
  await game.rest();
  const unread = wasRead ? [] : ["the item that was to be hidden was never read"];
  return [...unread, ...(await hiddenDifferences(world, ends, isSecret))];
}

function isSecret(key: string): boolean {
  return key.startsWith(`${secretProject}-`);
}
