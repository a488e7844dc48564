import { expect, test } from "vitest";
import { areaPath, linePath, number, span, ticks, withUnit } from "../../src/drawing/scales";

test("numbers have as many digits as one takes in", () => {
  const shown = [1234.4, 99.6, 52.34, 3.456, 0.042, 0.0004, -2, 15e9, NaN].map(number);
  expect(shown).toEqual(["1,234", "100", "52.3", "3.46", "0.04", "0.0004", "−2", "15 billion", "–"]);
});

test("a range is no unit, and what is missing has none", () => {
  expect([withUnit(0.5, "0 to 1"), withUnit(34, "%"), withUnit(NaN, "%")]).toEqual(["0.5", "34\u00a0%", "–"]);
  expect([withUnit(6.047, "%"), withUnit(0.04, "percentage points")]).toEqual(["6\u00a0%", "0\u00a0percentage points"]);
});

test("ticks are round numbers within the range", () => {
  expect(ticks(0, 80, 4)).toEqual([0, 20, 40, 60, 80]);
  expect(ticks(0.5, 1, 3)).toEqual([0.6, 0.8, 1]);
  expect(ticks(3, 3)).toEqual([3]);
});

test("an axis begins at zero if that is near, and is never without width", () => {
  expect(span([[10, 30]])).toEqual([0, 30]);
  expect(span([[90, 100]])).toEqual([90, 100]);
  expect(span([[NaN]])).toEqual([0, 1]);
  expect(span([[5, 5]], 0)).toEqual([0, 5]);
});

test("a line is broken where there is no value, and an area leaves it out", () => {
  expect(
    linePath(
      [1, NaN, 3, 4],
      (f) => f,
      (v) => v,
    ),
  ).toBe("M0.0 1.0M2.0 3.0L3.0 4.0");
  expect(
    areaPath(
      [0, NaN, 0],
      [1, 2, 1],
      (f) => f,
      (v) => v,
    ),
  ).toBe("M0.0 1.0L2.0 1.0L2.0 0.0L0.0 0.0Z");
});
