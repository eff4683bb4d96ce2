import { configureGlobal } from "fast-check";

// The names of property tests hold their seed. The mutation tester finds a test again by its name, and a mutant has to meet the same cases each time.
configureGlobal({ seed: 1, endOnFailure: true });
