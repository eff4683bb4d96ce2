import { expect, test } from "vitest";
import type { RollupTarget, Team, Train } from "../../src/domain/model/train.ts";
import { namedIn } from "../../src/setup/needed-places.ts";
import { api, aTrain, checkout } from "../support/builders.ts";

const onGithub: RollupTarget = { system: "github", connection: "hub", repo: "acme/trains" };
const train = (teams: readonly Team[], rollupTargets: readonly RollupTarget[] = [onGithub]) =>
  aTrain({ teams, rollupTargets });

test.each<[string, readonly Train[], readonly string[], boolean]>([
  ["both trackers", [train([checkout, api])], ["acme/api"], true],
  ["one tracker", [train([api]), train([api])], ["acme/api"], false],
  ["another tracker only", [train([checkout])], [], true],
  ["a train that reports elsewhere", [train([checkout, api], [])], [], false],
])("the rollups on a connection show the places of their trains' teams: %s", (_, trains, here, elsewhere) => {
  expect(namedIn("hub", trains).shown).toEqual({ here, elsewhere });
});
