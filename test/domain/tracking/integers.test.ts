import { expect, test } from "vitest";
import { at, newIntegers, withRoomFor } from "../../../src/domain/tracking/integers.ts";

const { length } = newIntegers();

test.each([0, length - 1, length, length * 2, length * 10])(
  "integers keep what is there and have room for index %i",
  (index) => {
    const integers = newIntegers();
    integers[2] = 5;
    const roomy = withRoomFor(index, integers);
    roomy[index] = 7;
    expect([at(roomy, index), at(roomy, 2), at(roomy, index + 1)]).toEqual([7, 5, 0]);
  },
);
