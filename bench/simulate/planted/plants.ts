import { bookDefects } from "./ledger-defects.ts";
import { receiverDefects } from "./receiver-defects.ts";
import { inboxDefects } from "./inbox-defects.ts";
import { modelDefects } from "./model-defects.ts";
import { clockDefects, queueDefects, trainDefects } from "./pace-defects.ts";
import { sound, type Plant } from "./plant.ts";
import { readingDefects } from "./reading-defects.ts";
import { replaced } from "./replaced.ts";
import { requestDefects } from "./request-defects.ts";
import { textDefects, writingDefects } from "./writing-defects.ts";

/** All planted defects, by name. */
export const plants: ReadonlyMap<string, Plant> = new Map([
  ...each({ ...bookDefects, ...modelDefects }, (defect) => ({
    store: (store, clock) => replaced(store, defect(store, clock)),
  })),
  ...each(inboxDefects, (defect) => ({
    store: (store) => replaced(store, { inbox: replaced(store.inbox, defect(store.inbox)) }),
  })),
  ...each(readingDefects, (defect) => ({
    connector: (one) => ({ ...one, source: replaced(one.source, defect(one.source)) }),
  })),
  ...each(receiverDefects, (defect) => ({
    connector: (one) => ({ ...one, receiver: replaced(one.receiver, defect(one.receiver)) }),
  })),
  ...each(writingDefects, (defect) => ({
    connector: (one) => ({ ...one, sink: replaced(one.sink, defect(one.sink)) }),
  })),
  ...each(requestDefects, (send) => ({ send })),
  ...each(textDefects, (render) => ({ render })),
  ...each(queueDefects, (queue) => ({ queue })),
  ...each(clockDefects, (clock) => ({ clock })),
  ...each(trainDefects, (defect) => ({ trains: (trains) => trains.map(defect) })),
]);

function each<D>(
  defects: Readonly<Record<string, D>>,
  planted: (defect: D) => Partial<Plant>,
): readonly (readonly [string, Plant])[] {
  return Object.entries(defects).map(([name, defect]) => [name, { ...sound, ...planted(defect) }]);
}
