import { expect, test } from "vitest";
import { concern } from "../../src/recording/selection";
import { endsByCause, presencesByMode, seriesOf } from "../../src/recording/series";
import { madeWorld } from "../made";

const world = madeWorld();
const germany = concern(world, { kind: "country", name: "DEU" });
const all = concern(world, null);

test("without a selection a series is the recorded one", () => {
  expect(seriesOf(world, "active", all)).toEqual([1, 1, 2, 1, 1]);
});

test("under a selection a series counts only what it concerns", () => {
  expect(seriesOf(world, "active", concern(world, { kind: "firm", name: "10" }))).toEqual([1, 1, 1, 0, 0]);
  expect(seriesOf(world, "living", concern(world, { kind: "industry", name: "manufacturing" }))).toEqual([
    1, 1, 2, 2, 2,
  ]);
});

test("births and ends are counted in the frame that shows them, and not at the start", () => {
  expect(seriesOf(world, "formed", germany)).toEqual([NaN, 0, 1, 0, 0]);
  expect(seriesOf(world, "ended", germany)).toEqual([NaN, 0, 0, 1, 0]);
  expect(seriesOf(world, "founded", concern(world, { kind: "country", name: "CHN" }))).toEqual([NaN, 0, 1, 0, 0]);
});

test("the share of failures is of the alliances that ended in the last two years", () => {
  expect(seriesOf(world, "failed_share", germany)).toEqual([NaN, NaN, NaN, 100, 100]);
});

test("the foreign share of firms with alliances leaves out those without", () => {
  expect(seriesOf(world, "foreign_with", germany)!.slice(0, 3)).toEqual([0, 25, 25]);
  expect(seriesOf(world, "foreign_without", germany)![4]).toBe(50);
});

test("a series that only the whole world has is not made up for a part", () => {
  expect(seriesOf(world, "spending", germany)).toBeNull();
});

test("ends are told apart by cause, and presences by mode", () => {
  expect(endsByCause(world, all)[3]).toEqual([0, 1]);
  expect(presencesByMode(world, all)).toEqual([
    [0, 0],
    [1, 0],
    [1, 0],
    [0, 1],
    [0, 1],
  ]);
});
