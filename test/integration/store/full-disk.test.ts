import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { rm, statfs, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { Store } from "../../../src/ports/store.ts";
import { openStore } from "../../../src/store/open.ts";
import { anItem, noon } from "../../support/builders.ts";
import { twoConnections } from "../../support/database.ts";
import { aPage, pulled } from "./pulled.ts";

const directory = mkdtempSync(join(tmpdir(), "signalbox-full-"));
const ballast = join(directory, "ballast");

/** A disk of 300 MB; only root may make one, and not everywhere. */
function mountSmallDisk(): boolean {
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=300m", "tmpfs", directory], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

const isMounted = mountSmallDisk();

async function leaveFree(megabytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(directory);
  await writeFile(ballast, Buffer.alloc(bavail * bsize - megabytes * 1024 * 1024));
}

describe("a full disk", () => {
  afterAll(() => {
    if (isMounted) execFileSync("umount", ["-l", directory]);
    rmSync(directory, { recursive: true, force: true });
  });

  const save = (store: Store, title: string) =>
    store.savePage("acme", aPage({ items: [pulled(anItem({ title }))] }), noon);
  const titles = async (store: Store) => [...(await store.loadModel()).items.values()].map(({ title }) => title);

  it.skipIf(!isMounted)("is told, leaves what was stored, and is over when there is room (needs root)", async () => {
    const dataDir = join(directory, "filled");
    const store = await openStore({ databaseUrl: null, dataDir });
    await store.saveTrains([], twoConnections);
    await save(store, "stored");
    await leaveFree(10);
    await expect(save(store, "lost")).rejects.toMatchObject({
      name: "Failure",
      code: "disk-full",
      message: expect.stringContaining(dataDir) as string,
    });
    expect(await titles(store)).toEqual(["stored"]);
    await rm(ballast);
    await save(store, "later");
    await store.close();
    const again = await openStore({ databaseUrl: null, dataDir });
    expect(await titles(again)).toEqual(["later"]);
    await again.close();
  });

  it.skipIf(!isMounted)("stops a first start, and the next one begins anew (needs root)", async () => {
    const dataDir = join(directory, "new");
    await leaveFree(20);
    await expect(openStore({ databaseUrl: null, dataDir })).rejects.toMatchObject({ code: "disk-full" });
    await rm(ballast);
    const store = await openStore({ databaseUrl: null, dataDir });
    expect(await titles(store)).toEqual([]);
    await store.close();
  });
});
