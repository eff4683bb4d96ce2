import type { SprintId } from "../../src/domain/ids.ts";
import type { Sprint } from "../../src/domain/schedule/sprint.ts";

const dayMs = 86_400_000;

export function idOf(place: number): SprintId {
  return `jira:acme:sprint:${place}`;
}

/** Sprints of two weeks, one after the other, from 0; people complete each two days after its end. @param start of the first */
export function sprintsFrom(start: number): (place: number) => Sprint {
  return (place) => {
    const startsAt = start + 14 * place * dayMs;
    return {
      id: idOf(place),
      system: "jira",
      connection: "acme",
      kind: "sprint",
      nativeId: String(place),
      name: `Sprint ${place}`,
      state: "closed",
      startsAt,
      endsAt: startsAt + 14 * dayMs,
      completedAt: startsAt + 16 * dayMs,
      boardId: 1,
      container: null,
    };
  };
}
