/** A world that the host recorded: 60 firms, 24 quarters, an export grant from quarter 6 (seed 3). */

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { unpack } from "../../src/recording/decode";
import { Recording } from "../../src/recording/recording";
import type { Concern } from "../../src/recording/selection";
import { endsByCause, seriesOf } from "../../src/recording/series";

const world = new Recording(await unpack(readFileSync(new URL("../small.alr", import.meta.url))));
const everything: Concern = {
  firms: new Uint8Array(world.firms).fill(1),
  alliances: new Uint8Array(world.alliances).fill(1),
  all: false,
  row: 0,
};
const EXACT = [
  "active",
  "formed",
  "ended",
  "exporters",
  "living",
  "founded",
  "closed",
  "goals_met",
  "goals_missed",
  "alone_abroad",
  "with_partner_abroad",
];
const NEAR = ["trust", "foreign_with", "foreign_without"]; // stored in a byte each

test.each(EXACT)("%s, worked out for a selection that concerns everything, is what the host recorded", (name) => {
  const rounded = (values: number[]) => values.map((v) => Math.round(100 * v) / 100);
  expect(rounded(seriesOf(world, name, everything)!)).toEqual(rounded(world.series(name)));
});

test.each(NEAR)("%s, worked out for a selection that concerns everything, is nearly what the host recorded", (name) => {
  const [own, recorded] = [seriesOf(world, name, everything)!, world.series(name)];
  own.forEach((value, frame) => expect(Math.abs(value - recorded[frame])).toBeLessThan(0.1));
});

test("ends by cause are those that the host counted", () => {
  const counts = endsByCause(world, everything);
  for (let frame = 1; frame < world.frames; frame++)
    counts[frame].forEach((count, cause) => expect(count).toBe(world.value("series.ends", frame, cause)));
});

test("every alliance that ended has its sentence, and ends where its hazards' draw is below the chance or by another cause", () => {
  for (let a = 0; a < world.alliances; a++) {
    if (world.endFrame[a] < 0) continue;
    expect(world.header.why[String(a)]).toMatch(/^Ended/);
    expect(world.lifeRow(a, world.endFrame[a])).toBeGreaterThanOrEqual(0);
    expect(world.lifeRow(a, world.endFrame[a] + 1)).toBe(-1);
  }
});

test("every partner of a living alliance lives", () => {
  world.alive.forEach((list, frame) =>
    list.forEach((a) => world.partners[a].forEach((firm) => expect(world.lives(frame, firm)).toBe(true))),
  );
});
