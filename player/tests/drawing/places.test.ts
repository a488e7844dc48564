import { expect, test } from "vitest";
import { places } from "../../src/drawing/places";

const homes = [0, 1, 0, 2, 2, 2, 1, 0];
const residents = homes.map((home) => ({ home, from: 0, to: 81 }));
const REGIONS = ["EUR", "APAC", "EUR"];

test("no two firms that live at once stand in one place, and all stand within their country's cluster", () => {
  const { x, y, clusters } = places(residents, REGIONS);
  expect(new Set(Array.from(x, (v, i) => `${v},${y[i]}`)).size).toBe(homes.length);
  homes.forEach((home, i) =>
    expect(Math.hypot(x[i] - clusters[home].x, y[i] - clusters[home].y)).toBeLessThan(clusters[home].radius),
  );
});

test("a founder takes the place of a firm that closed before it came, and of no other", () => {
  const { x, clusters } = places(
    [
      { home: 0, from: 0, to: 9 },
      { home: 0, from: 0, to: 81 },
      { home: 0, from: 9, to: 81 },
      { home: 0, from: 10, to: 81 },
    ],
    ["EUR"],
  );
  expect(x[3]).toBe(x[0]);
  expect(new Set([x[0], x[1], x[2]]).size).toBe(3);
  expect(clusters[0].firms).toBe(3);
});

test.each([
  ["alike", (i: number) => i % 20],
  ["a few of them very large", (i: number) => (i % 7 ? i % 3 : i % 20)],
])("clusters do not overlap, %s", (_, home) => {
  const { clusters } = places(
    Array.from({ length: 3000 }, (_, i) => ({ home: home(i), from: 0, to: 81 })),
    new Array(20).fill("EUR"),
  );
  clusters.forEach((a, i) =>
    clusters.slice(i + 1).forEach((b) => expect(Math.hypot(a.x - b.x, a.y - b.y)).toBeGreaterThan(a.radius + b.radius)),
  );
});
