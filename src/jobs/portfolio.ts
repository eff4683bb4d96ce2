import { portfolioKey, publishPortfolio } from "../reporting/publish-portfolio.ts";
import type { JobSubject } from "../ports/jobs.ts";
import type { Handler } from "./handler.ts";
import { trainLock } from "./lock-names.ts";
import { countWrites, publishContext } from "./publish-context.ts";

/** Writes the portfolio rollup over all trains. */
export const portfolio: Handler<JobSubject & { kind: "portfolio" }> = async (context, _job, signal) => {
  const written = await context.store.exclusively(trainLock(portfolioKey), (lost) =>
    publishPortfolio(publishContext(context, AbortSignal.any([signal, lost])), context.runtime.clock()),
  );
  if (written.taken) return "taken";
  // Each train's next recompute looks at waiting texts.
  countWrites(context, portfolioKey, written.result);
  return "done";
};
