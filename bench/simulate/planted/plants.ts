import type { Plant } from "./plant.ts";

/** All planted defects, by name. */
export const plants: ReadonlyMap<string, Plant> = new Map();
