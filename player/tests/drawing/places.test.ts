import { expect, test } from "vitest";
import { places } from "../../src/drawing/places";

const homes = [0, 1, 0, 2, 2, 2, 1, 0];

test("a firm keeps its place when more firms come after it in another country", () => {
  const found = places(homes, ["EUR", "APAC", "EUR"]);
  const again = places(homes, ["EUR", "APAC", "EUR"]);
  expect(found).toEqual(again);
});

test("no two firms stand in one place, and all stand within their country's cluster", () => {
  const { x, y, clusters } = places(homes, ["EUR", "APAC", "EUR"]);
  expect(new Set(Array.from(x, (v, i) => `${v},${y[i]}`)).size).toBe(homes.length);
  homes.forEach((home, i) => expect(Math.hypot(x[i] - clusters[home].x, y[i] - clusters[home].y)).toBeLessThan(clusters[home].radius));
});

test("clusters do not overlap", () => {
  const { clusters } = places(Array.from({ length: 300 }, (_, i) => i % 20), new Array(20).fill("EUR"));
  clusters.forEach((a, i) => clusters.slice(i + 1).forEach((b) => expect(Math.hypot(a.x - b.x, a.y - b.y)).toBeGreaterThan(a.radius + b.radius)));
});
