import type { AddCommand } from "./add-command.ts";
import { addAcknowledge, addRemind, addSnooze } from "./answer.ts";
import { addConflicts } from "./conflicts.ts";
import { addConnections } from "./connections.ts";
import { addStart, addStop } from "./consent.ts";
import { addDigest } from "./digest.ts";
import { addDoctorStored } from "./doctor-stored.ts";
import { addHistory } from "./history.ts";
import { addInbox } from "./inbox.ts";
import { addPlan } from "./plan.ts";
import { addReport } from "./report.ts";
import { addWhatif } from "./whatif.ts";

/** Commands that need only the store: a process that has the embedded database open answers them for other processes. */
export const commandsOnStore: readonly AddCommand[] = [
  addReport,
  addConflicts,
  addAcknowledge,
  addSnooze,
  addRemind,
  addWhatif,
  addPlan,
  addStart,
  addStop,
  addDigest,
  addDoctorStored,
  addHistory,
  addInbox,
  addConnections,
];
