/** How ties between firms, and their ends, are drawn. */

import { bundles, pairs, strained } from "./bundles";
import { trace } from "./glyphs";
import type { Scene } from "./network-ink";
import { ACCENT, CALM, causeLook, INK, PAPER, STRAINED } from "./palette";

const BEND = 0.55; // how far a tie between countries bends to the middle
const DIM = 0.13;
const CROWD = 60; // ends in a quarter above which each is only a small mark

/** Ties between two countries as one band each; dashed where half of them are strained. */
export function drawBundles(scene: Scene): void {
  const { pen, places, unit, camera } = scene;
  pen.lineCap = "round";
  for (const bundle of bundles(scene.world, scene.frame, scene.who.alliances)) {
    if (bundle.from === bundle.to) continue;
    const [a, b] = [places.clusters[bundle.from], places.clusters[bundle.to]];
    const bad = bundle.strained * 2 >= bundle.ties;
    pen.beginPath();
    curve(scene, camera.x(a.x * unit), camera.y(a.y * unit), camera.x(b.x * unit), camera.y(b.y * unit), BEND);
    style(pen, bad ? STRAINED : ACCENT, 1 + 1.3 * Math.sqrt(bundle.ties), bad ? [5, 6] : []);
    pen.globalAlpha = bad ? 0.6 : 0.34;
    pen.stroke();
  }
  style(pen, INK, 1, []);
}

/** Single ties: of all countries, or only those within one. New ones are stronger, strained ones dashed and red. */
export function drawTies(scene: Scene, only: "home" | null): void {
  const { world, frame, who, pen } = scene;
  const groups = new Map<string, [Path2D, string, number, number[], number]>();
  for (const alliance of world.alive[frame]) {
    const look = tieLook(scene, alliance, who.alliances[alliance] === 1);
    const key = look.join();
    const group = groups.get(key) ?? [new Path2D(), ...look];
    groups.set(key, group);
    for (const [a, b] of pairs(world.partners[alliance])) {
      if (only && world.home[a] !== world.home[b]) continue;
      curveTo(scene, group[0], a, b);
    }
  }
  for (const [path, colour, width, dash, alpha] of groups.values()) {
    style(pen, colour, width, dash);
    pen.globalAlpha = alpha;
    pen.stroke(path);
  }
  style(pen, INK, 1, []);
}

function tieLook(scene: Scene, alliance: number, concerned: boolean): [string, number, number[], number] {
  const { world, frame, who, difference } = scene;
  if (!concerned) return [CALM, 1, [], DIM];
  if (difference?.alliances[alliance]) return [INK, 1.8, [], 0.9];
  if (difference) return who.all ? [CALM, 1, [], 0.35] : [ACCENT, 1.8, [], 0.85];
  if (strained(world, alliance, frame)) return [STRAINED, 1.5, [5, 4], 0.85];
  if (frame > 0 && world.firstFrame[alliance] === frame) return [ACCENT, 2.6, [], 0.95];
  return who.all ? [CALM, 1, [], 0.55] : [ACCENT, 1.5, [], 0.75];
}

/** The alliances that ended in this frame: coloured by cause, each with the cause's shape; they fade until the next. */
export function drawEnds(scene: Scene): void {
  const { world, frame, who, pen, camera } = scene;
  const crowd = world.ends[frame].length > CROWD;
  pen.globalAlpha = 1 - 0.85 * scene.passed;
  for (const alliance of world.ends[frame]) {
    if (!who.alliances[alliance]) continue;
    const look = causeLook(world.header.causes[world.cause[alliance]], world.cause[alliance]);
    const path = new Path2D();
    const [a, b] = world.partners[alliance];
    curveTo(scene, path, a, b);
    style(pen, look.colour, 1.6, [2, 3]);
    if (!crowd) pen.stroke(path);
    const spot = new Path2D();
    const [x, y] = middle(scene, a, b);
    trace(spot, look.shape, x, y, (crowd ? 3 : 5.5) * (1 + 0.5 * scene.passed) * Math.min(1.5, camera.zoom ** 0.3));
    style(pen, PAPER, 3, []);
    pen.stroke(spot);
    if (look.shape === "ring") {
      style(pen, look.colour, 2.5, []);
      pen.stroke(spot);
    } else {
      pen.fillStyle = look.colour;
      pen.fill(spot);
    }
  }
  pen.globalAlpha = 1;
}

/** Sets how the next line is drawn. */
export function style(pen: CanvasRenderingContext2D, colour: string, width: number, dash: number[]): void {
  pen.globalAlpha = 1;
  pen.strokeStyle = colour;
  pen.lineWidth = width;
  pen.setLineDash(dash);
}

function ends(scene: Scene, a: number, b: number): [number, number, number, number, number] {
  const { places, camera, unit, world } = scene;
  const [p, q] = [scene.placeOf(a), scene.placeOf(b)];
  const bend = world.home[a] === world.home[b] ? 0 : BEND;
  return [
    camera.x(places.x[p] * unit),
    camera.y(places.y[p] * unit),
    camera.x(places.x[q] * unit),
    camera.y(places.y[q] * unit),
    bend,
  ];
}

function curveTo(scene: Scene, path: Path2D, a: number, b: number): void {
  const [x, y, u, v, bend] = ends(scene, a, b);
  const [cx, cy] = [scene.camera.x(0), scene.camera.y(0)];
  path.moveTo(x, y);
  path.quadraticCurveTo((x + u) / 2 + bend * (cx - (x + u) / 2), (y + v) / 2 + bend * (cy - (y + v) / 2), u, v);
}

function curve(scene: Scene, x: number, y: number, u: number, v: number, bend: number): void {
  const [cx, cy] = [scene.camera.x(0), scene.camera.y(0)];
  scene.pen.moveTo(x, y);
  scene.pen.quadraticCurveTo((x + u) / 2 + bend * (cx - (x + u) / 2), (y + v) / 2 + bend * (cy - (y + v) / 2), u, v);
}

/** The middle of a tie, where its end is marked and where it is clicked. */
export function middle(scene: Scene, a: number, b: number): [number, number] {
  const [x, y, u, v, bend] = ends(scene, a, b);
  const at = (from: number, centre: number, to: number) =>
    (from + to) / 4 + ((from + to) / 2 + bend * (centre - (from + to) / 2)) / 2;
  return [at(x, scene.camera.x(0), u), at(y, scene.camera.y(0), v)];
}
