import { describe, expect, it } from "vitest";
import { aTrain } from "../../support/builders.ts";
import { engines, useTestDatabase } from "../../support/database.ts";

const acme = { key: "acme", system: "jira", site: "https://acme.example" } as const;
const hub = { key: "hub", system: "github", site: "https://github.com" } as const;

describe.each(engines)("trains in %s", (engine) => {
  const test = useTestDatabase(engine);

  it("gives trains back byte for byte, in the file's order", async () => {
    const trains = [
      aTrain({ key: "z", name: "Zahlung „Ü“ \\ 😀", rules: { "started-blocked": "off", cycle: "risk" } }),
      aTrain({ key: "a", comments: { mode: "off", settleMs: 0.5, newPerRun: 1e21 } }),
    ];
    await test.store.saveTrains(trains, [hub, acme]);
    expect(JSON.stringify(await test.store.trains())).toBe(JSON.stringify(trains));
    expect(await test.store.connections()).toEqual([acme, hub]);
    const dataCenter = { ...acme, dataCenter: true };
    await test.store.saveTrains(trains, [hub, dataCenter]);
    expect(await test.store.connections()).toEqual([dataCenter, hub]);
    await test.store.saveTrains(trains, [hub, acme]);
    expect(await test.store.connections()).toEqual([acme, hub]);
  });

  it("gives a train that an earlier version stored what is new since", async () => {
    const { staleAfter, digest, ...earlier } = aTrain();
    await test.store.saveTrains([aTrain()], [acme]);
    await test.database.execute("update train set definition = $1::json", [JSON.stringify(earlier)]);
    expect(await test.store.trains()).toEqual([{ ...earlier, staleAfter, digest }]);
  });
});
