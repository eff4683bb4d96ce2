import { configureGlobal } from "fast-check";

// The names of property tests contain their seed. The mutation tester finds a test again by its name, and must run the
// same cases on each mutant.
configureGlobal({ seed: 1, endOnFailure: true });
