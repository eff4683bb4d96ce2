import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { watchTrainFile } from "../../src/cli/watch-train-file.ts";
import { Failure } from "../../src/domain/failure.ts";
import { trainFileLock } from "../../src/jobs/lock-names.ts";
import type { Train } from "../../src/domain/model/train.ts";
import { aTrain } from "../support/builders.ts";
import { useTestDatabase } from "../support/database.ts";

const tested = useTestDatabase("pglite");
const minuteMs = 60_000;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
});

afterEach(() => {
  vi.useRealTimers();
});

test("a process says once that another one stored another train file, and once that they agree again", async () => {
  const { store } = tested;
  const own = aTrain({ key: "payments" });
  const logged: (readonly [string, unknown])[] = [];
  const note = (fields: Readonly<Record<string, unknown>>, text: string) => void logged.push([text, fields["trains"]]);
  let isAway = false;
  const away = new Failure({ code: "database-unavailable", what: "Away.", remedy: "Wait.", verdict: { kind: "stop" } });
  let looking: Promise<unknown> = Promise.resolve();
  const trains = (): Promise<readonly Train[]> => {
    const answer = isAway ? Promise.reject(away) : store.trains();
    looking = answer.catch(() => undefined);
    return answer;
  };
  const watch = watchTrainFile({
    store: { ...store, trains },
    trains: [own],
    log: { info: note, warn: note, error: note },
  });
  const pass = async () => {
    await vi.advanceTimersByTimeAsync(minuteMs);
    await looking;
    await vi.advanceTimersByTimeAsync(0);
    return logged.splice(0);
  };
  await store.saveTrains([own], []);
  expect(await pass()).toEqual([]);
  await store.saveTrains([{ ...own, timeZone: "America/New_York" }, aTrain({ key: "cards" })], []);
  const other = "another process stored another train file, this process leaves these trains to it while it runs";
  expect(await pass()).toEqual([[other, ["cards", "payments"]]]);
  expect(await pass()).toEqual([]);
  isAway = true;
  expect(await pass()).toEqual([]);
  isAway = false;
  await store.saveTrains([own], []);
  expect(await pass()).toEqual([["the stored train file is that of this process again", undefined]]);
  const isHeld = async () => (await store.exclusively(trainFileLock([own]), async () => undefined)).taken;
  expect(await isHeld()).toBe(true);
  await watch.end(minuteMs);
  expect(await isHeld()).toBe(false);
});
