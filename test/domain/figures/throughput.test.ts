import { expect, test } from "vitest";
import { day, item } from "../plan.ts";
import { life, payFlow } from "./described-lives.ts";

test("an item whose change to done is missing is finished at its closing", () => {
  const told = life("PAY-1", ["in progress", 50], ["done", 60], ["closed", 75]);
  const closed = { ...told.item, status: "done", closedAt: day(60) } as const;
  const events = told.events.filter((_, place) => place !== 1);
  const reader = item("OPS-5", { status: "done", statusId: "closed", statusName: "closed" });
  const { throughput } = payFlow([{ ...told, item: closed, events }], { parts: { items: [reader] } });
  expect(throughput.weeks.map(({ items }) => items)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0]);
});
