import type { Command } from "commander";
import type { Store } from "../../ports/store.ts";
import type { Terminal } from "../terminal.ts";

/** Runs work that needs only the store, on a store that is open already or that it opens. */
export type WithStore = (work: (store: Store) => Promise<void>) => Promise<void>;

/**
 * Adds one command to the program: its name and options. Its action imports the code, so that help, typos and the other
 * commands load fast.
 */
export type AddCommand = (program: Command, terminal: Terminal, withStore: WithStore) => void;
