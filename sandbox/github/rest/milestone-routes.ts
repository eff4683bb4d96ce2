import type { RawRecord } from "../../data.ts";
import type { Milestone } from "../entity.ts";
import { invalid, malformed, notFound } from "../failure.ts";
import { parseInstant } from "../instant.ts";
import { changeMilestone, createMilestone, deleteMilestone, type MilestoneChange } from "../milestone-writes.ts";
import { milestoneRow } from "../rows/milestone-row.ts";
import { created, NO_CONTENT, numberInPath, ok, repositoryOf, type Call, type Reply, type Route } from "./call.ts";
import { choice } from "./issue-routes.ts";
import { numberedPage } from "./pages.ts";

const MILESTONES = "/repos/:owner/:repo/milestones";
const WRITE = "issues=write; pull_requests=write";

export const milestoneRoutes: readonly Route[] = [
  { method: "get", path: MILESTONES, handle: list },
  { method: "post", path: MILESTONES, permission: WRITE, handle: create },
  { method: "get", path: `${MILESTONES}/:number`, handle: (call) => ok(milestoneRow(call.state, milestoneOf(call))) },
  { method: "patch", path: `${MILESTONES}/:number`, permission: WRITE, handle: edit },
  { method: "delete", path: `${MILESTONES}/:number`, permission: WRITE, handle: remove },
];

function list(call: Call): Reply {
  const { state } = call;
  const wanted = choice(call, "state", ["open", "closed", "all"]);
  const sort = choice(call, "sort", ["due_on", "completeness"]);
  const sign = choice(call, "direction", ["asc", "desc"]) === "desc" ? -1 : 1;
  const value = (milestone: Milestone) => {
    if (sort === "due_on") return milestone.dueOn ?? Number.MAX_SAFE_INTEGER;
    const { open, closed } = state.issues.milestoneCounts(milestone.repository, milestone.number);
    return open + closed === 0 ? 0 : closed / (open + closed);
  };
  const found = repositoryOf(call)
    .milestones()
    .filter((milestone) => wanted === "all" || milestone.state === wanted)
    .toSorted((a, b) => sign * (value(a) - value(b) || a.number - b.number));
  return numberedPage(call, found, (milestone) => milestoneRow(state, milestone));
}

function milestoneOf(call: Call): Milestone {
  const milestone = repositoryOf(call).milestone(numberInPath(call, "number"));
  if (milestone === null) throw notFound();
  return milestone;
}

function create(call: Call): Reply {
  const index = repositoryOf(call);
  const change = read(call.body);
  if (change.title === undefined) throw invalid({ resource: "Milestone", field: "title", code: "missing_field" });
  if (index.milestoneTitled(change.title) !== null) {
    throw invalid({ resource: "Milestone", field: "title", code: "already_exists" });
  }
  const milestone = createMilestone(call.state, index, { change, actor: call.state.login });
  return created(milestoneRow(call.state, milestone));
}

function edit(call: Call): Reply {
  const milestone = milestoneOf(call);
  const change = read(call.body);
  const namesake = change.title === undefined ? null : repositoryOf(call).milestoneTitled(change.title);
  if (namesake !== null && namesake.number !== milestone.number) {
    throw invalid({ resource: "Milestone", field: "title", code: "already_exists" });
  }
  return ok(milestoneRow(call.state, changeMilestone(call.state, milestone, { change, actor: call.state.login })));
}

function remove(call: Call): Reply {
  deleteMilestone(call.state, milestoneOf(call), call.state.login);
  return NO_CONTENT;
}

function read(body: RawRecord): MilestoneChange {
  const { title, description, state, due_on: dueOn } = body;
  const due = parseInstant(dueOn);
  if (dueOn !== undefined && dueOn !== null && due === null) {
    throw malformed(`For 'properties/due_on', ${JSON.stringify(dueOn)} is not a date-time.`);
  }
  if (state !== undefined && state !== "open" && state !== "closed") {
    throw invalid({ resource: "Milestone", field: "state", code: "invalid", value: state });
  }
  return {
    ...(typeof title === "string" && title.trim() !== "" && { title }),
    ...(typeof description === "string" && { description }),
    ...(state !== undefined && { state }),
    ...(dueOn !== undefined && { dueOn: due }),
  };
}
