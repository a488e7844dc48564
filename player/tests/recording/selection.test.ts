import { expect, test } from "vitest";
import { concern, title } from "../../src/recording/selection";
import { madeWorld } from "../made";

const world = madeWorld();

function chosen(kind: Parameters<typeof title>[1]["kind"], name: string) {
  const { firms, alliances, all } = concern(world, { kind, name });
  return { firms: Array.from(firms), alliances: Array.from(alliances), all };
}

test("without a selection everything is concerned", () => {
  expect(concern(world, null).all).toBe(true);
});

test("a firm concerns itself and its alliances", () => {
  expect(chosen("firm", "10")).toEqual({ firms: [1, 0, 0, 0], alliances: [1, 0], all: false });
});

test("an alliance concerns itself and its partners", () => {
  expect(chosen("alliance", "101")).toEqual({ firms: [0, 1, 1, 1], alliances: [0, 1], all: false });
});

test("a country concerns its firms and every alliance with one of them", () => {
  expect(chosen("country", "DEU")).toEqual({ firms: [1, 1, 0, 0], alliances: [1, 1], all: false });
});

test("an industry concerns its firms and every alliance with one of them", () => {
  expect(chosen("industry", "manufacturing")).toEqual({ firms: [1, 0, 0, 1], alliances: [1, 1], all: false });
});

test("a cause concerns the alliances that ended by it, and their partners", () => {
  expect(chosen("cause", "conflict")).toEqual({ firms: [1, 1, 0, 0], alliances: [1, 0], all: false });
});

test("what is not in this world concerns everything, as if nothing were selected", () => {
  expect(chosen("firm", "999").all).toBe(true);
  expect(chosen("country", "__proto__").all).toBe(true);
});
