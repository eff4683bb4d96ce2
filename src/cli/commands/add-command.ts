import type { Command } from "commander";
import type { Store } from "../../ports/store.ts";
import type { Terminal } from "../terminal.ts";

/** Runs what needs nothing but the store, on one that is opened for it or that is open already. */
export type WithStore = (work: (store: Store) => Promise<void>) => Promise<void>;

/**
 * Adds one command to the program: its name and options. What it does is imported by its action, so that help, typos and
 * the other commands do not wait for it.
 */
export type AddCommand = (program: Command, terminal: Terminal, withStore: WithStore) => void;
