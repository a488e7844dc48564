// Makes src/world/land.json: the outlines of all countries, projected (Equal Earth) and simplified, by ISO 3166 alpha-3.
// Source: Natural Earth 1:50m (public domain), as packed by world-atlas. The 1:110m file lacks Singapore and Hong Kong.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { geoEqualEarth, geoPath } from "d3-geo";
import countries from "i18n-iso-countries";
import { feature } from "topojson-client";
import { presimplify, quantile, simplify } from "topojson-simplify";

const WIDTH = 1140; // units of the whole earth
const LEFT = 102; // of it is only Pacific, and is cut off; on the right too
const SHOWN = 1000; // units of the picture
const KEPT = 0.14; // share of the points that simplification leaves
const SMALLEST = 1.2; // area of an island that is left out, unless it is all there is of a country
const LEFT_OUT = new Set(["ATA"]); // nobody trades there, and it takes a fifth of the picture

const require = createRequire(import.meta.url);
const atlas = presimplify(JSON.parse(readFileSync(require.resolve("world-atlas/countries-50m.json"))));
const world = simplify(atlas, quantile(atlas, KEPT));
const all = feature(world, world.objects.countries).features;
const full = feature(atlas, atlas.objects.countries).features;

const projection = geoEqualEarth().rotate([-11, 0]).precision(0.5); // the cut runs through the Bering Strait
const seen = { type: "FeatureCollection", features: all.filter((f) => !LEFT_OUT.has(code(f))) };
projection.fitWidth(WIDTH, seen);
const path = geoPath(projection);
const [[, top], [, bottom]] = path.bounds(seen);
projection.translate([projection.translate()[0] - LEFT, projection.translate()[1] - top]);

const shapes = {};
all.forEach((f, i) => {
  const name = code(f);
  if (!name || LEFT_OUT.has(name)) return;
  const drawn = compact(path(f)) || compact(path(full[i]), 0);
  if (drawn) shapes[name] = (shapes[name] ?? "") + drawn;
});
writeFileSync(
  new URL("../src/world/land.json", import.meta.url),
  JSON.stringify({
    width: SHOWN,
    height: Math.ceil(bottom - top),
    scale: round(projection.scale(), 3),
    centre: projection.translate().map((v) => round(v, 3)),
    turn: -11,
    shapes,
  }) + "\n",
);
for (const must of ["SGP", "HKG"]) if (!shapes[must]) throw new Error(`${must} is missing`);

/** The alpha-3 code of a country of the atlas; empty for one that has none. */
function code(f) {
  return f.id ? (countries.numericToAlpha3(f.id) ?? "") : "";
}

/** A path in tenths of a unit, in steps from point to point, without the smallest islands. */
function compact(drawn, smallest = SMALLEST) {
  const rings = (drawn ?? "")
    .split("M")
    .filter(Boolean)
    .map((ring) =>
      ring
        .replace("Z", "")
        .split("L")
        .map((p) => p.split(",").map((v) => Math.round(10 * v))),
    );
  const wide = rings.filter((ring) => area(ring) / 100 >= smallest && ring.every(([x]) => x > 0 && x < 10 * SHOWN));
  const kept = wide.length
    ? wide
    : rings
        .sort((a, b) => area(b) - area(a))
        .slice(0, 1)
        .filter((r) => smallest === 0 || area(r) / 100 > 0.3);
  return kept.map(steps).join("");
}

function steps(ring) {
  let [x, y] = ring[0];
  let text = `M${x} ${y}l`;
  const moves = [];
  for (const [u, v] of ring.slice(1)) {
    if (u === x && v === y) continue;
    moves.push(`${u - x} ${v - y}`);
    [x, y] = [u, v];
  }
  return (text + moves.join(" ")).replaceAll(" -", "-") + "z";
}

function area(ring) {
  let sum = 0;
  ring.forEach(([x, y], i) => {
    const [u, v] = ring[(i + 1) % ring.length];
    sum += x * v - u * y;
  });
  return Math.abs(sum / 2);
}

function round(v, digits) {
  return Number(v.toFixed(digits));
}
