import type { AddCommand } from "./add-command.ts";
import { addConflicts } from "./conflicts.ts";
import { addConnections } from "./connections.ts";
import { addStart, addStop } from "./consent.ts";
import { addDigest } from "./digest.ts";
import { addHistory } from "./history.ts";
import { addInbox } from "./inbox.ts";
import { addPlan } from "./plan.ts";
import { addReport } from "./report.ts";

/** Commands that need nothing but the store: a process that has the embedded database answers them for others. */
export const commandsOnStore: readonly AddCommand[] = [
  addReport,
  addConflicts,
  addPlan,
  addStart,
  addStop,
  addDigest,
  addHistory,
  addInbox,
  addConnections,
];
