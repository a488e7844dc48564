/** How the parts of the network are drawn. */

import type { Recording } from "../recording/recording";
import type { Concern } from "../recording/selection";
import { bundles, pairs, strained } from "./bundles";
import type { Camera } from "./camera";
import { trace } from "./glyphs";
import type { Colouring, Difference } from "./network";
import { ACCENT, CALM, causeLook, INK, MUTED, nth, PAPER, regionColour, type Shape, STRAINED } from "./palette";
import type { Places } from "./places";

export interface Scene {
  world: Recording;
  places: Places;
  who: Concern;
  placeOf: (firm: number) => number;
  camera: Camera;
  pen: CanvasRenderingContext2D;
  frame: number;
  passed: number; // of the way to the next frame
  unit: number; // pixels between two firms, at zoom 1
  colouring: Colouring;
  difference: Difference | null;
}

const BEND = 0.55; // how far a tie between countries bends to the middle
const ABROAD = 0.004; // foreign share from which a firm counts as selling abroad
const DIM = 0.13;
const NARROW = 460; // pixels

/** Room for names left and right of the ring: codes where it is narrow. */
export function sideways(width: number): number {
  return width < NARROW ? 30 : 82;
}

/** The discs of the countries and their names. */
export function clusterLabels(scene: Scene, pen: CanvasRenderingContext2D, width: number): void {
  const { world, places, camera, unit, who } = scene;
  const concerned = new Set<number>();
  for (let i = 0; i < world.firms; i++) if (who.firms[i]) concerned.add(world.home[i]);
  const dense = width < NARROW || places.clusters.filter((c) => c.firms).length > 26;
  pen.font = `${dense ? 11 : 12.5}px system-ui, sans-serif`;
  pen.textBaseline = "middle";
  places.clusters.forEach((cluster, i) => {
    if (!cluster.firms) return;
    const [x, y, radius] = [camera.x(cluster.x * unit), camera.y(cluster.y * unit), cluster.radius * unit * camera.zoom];
    pen.beginPath();
    pen.arc(x, y, radius, 0, 2 * Math.PI);
    pen.fillStyle = "#eef2f6";
    pen.fill();
    pen.fillStyle = who.all || concerned.has(i) ? INK : MUTED;
    const [dx, dy] = [Math.cos(cluster.angle), Math.sin(cluster.angle)];
    pen.textAlign = Math.abs(dx) < 0.35 ? "center" : dx > 0 ? "left" : "right";
    pen.fillText(dense ? world.country(i).code : world.country(i).name, x + dx * (radius + 5), y + dy * (radius + 10));
  });
}

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
  if (difference) return [CALM, 1, [], 0.35];
  if (strained(world, alliance, frame)) return [STRAINED, 1.5, [5, 4], 0.85];
  if (frame > 0 && world.firstFrame[alliance] === frame) return [ACCENT, 2.6, [], 0.95];
  return who.all ? [CALM, 1, [], 0.55] : [ACCENT, 1.5, [], 0.75];
}

/** Firms: solid if they sell abroad, pale if not; by size of assets; born with a ring. */
export function drawFirms(scene: Scene): void {
  const { world, frame, who, unit, camera } = scene;
  const allied = partners(scene);
  const next = Math.min(frame + 1, world.frames - 1);
  const widest = Math.max(2.2, 0.5 * unit * Math.sqrt(camera.zoom) * camera.zoom ** 0.4);
  const groups = new Map<string, { path: Path2D; colour: string; solid: boolean; alpha: number }>();
  const halo = new Path2D();
  const born = new Path2D();
  for (let firm = 0; firm < world.firms; firm++) {
    const [now, then] = [world.assets(frame, firm), world.assets(next, firm)];
    if (!world.lives(frame, firm) && (scene.passed === 0 || !world.lives(next, firm))) continue;
    const size = radius(now, widest) * (1 - scene.passed) + radius(then, widest) * scene.passed;
    const place = scene.placeOf(firm);
    const [x, y] = [camera.x(scene.places.x[place] * unit), camera.y(scene.places.y[place] * unit)];
    const solid = (world.value("firms.foreign_share", frame, firm) || 0) > ABROAD;
    const [colour, shape] = firmLook(scene, firm);
    const alpha = who.firms[firm] ? 1 : allied[firm] ? 0.85 : DIM + 0.06;
    const key = `${colour}${solid}${alpha}`;
    const group = groups.get(key) ?? { path: new Path2D(), colour, solid, alpha };
    groups.set(key, group);
    trace(group.path, shape, x, y, Math.max(0.6, size));
    if (scene.difference?.firms[firm]) trace(halo, "circle", x, y, size + 3.5);
    else if (frame > 0 && who.firms[firm] && world.lifeOf(firm).from === frame) trace(born, "circle", x, y, size + 1 + 5 * scene.passed);
  }
  paintFirms(scene, groups.values(), halo, born);
}

function paintFirms(scene: Scene, groups: Iterable<{ path: Path2D; colour: string; solid: boolean; alpha: number }>, halo: Path2D, born: Path2D): void {
  const { pen } = scene;
  for (const { path, colour, solid, alpha } of groups) {
    pen.globalAlpha = alpha;
    pen.fillStyle = solid ? colour : PAPER;
    pen.fill(path);
    style(pen, colour, 1.2, []);
    pen.globalAlpha = alpha;
    pen.stroke(path);
  }
  pen.globalAlpha = 1 - scene.passed;
  style(pen, INK, 1.2, []);
  pen.stroke(born);
  pen.globalAlpha = 1;
  style(pen, INK, 2, []);
  pen.stroke(halo);
  const { who, world } = scene;
  if (!who.all && who.row >= 0) ringSelected(scene, world);
}

/** A dark ring around what is selected, if it is few. */
function ringSelected(scene: Scene, world: Recording): void {
  const path = new Path2D();
  let count = 0;
  for (let firm = 0; firm < world.firms && count <= 6; firm++) {
    if (!scene.who.firms[firm] || !world.lives(scene.frame, firm)) continue;
    count++;
    const place = scene.placeOf(firm);
    trace(path, "circle", scene.camera.x(scene.places.x[place] * scene.unit), scene.camera.y(scene.places.y[place] * scene.unit), 11);
  }
  if (count > 6) return;
  style(scene.pen, INK, 2, []);
  scene.pen.stroke(path);
}

/** The alliances that ended in this frame: coloured by cause, each with the cause's shape; they fade until the next. */
export function drawEnds(scene: Scene): void {
  const { world, frame, who, pen, camera } = scene;
  pen.globalAlpha = 1 - 0.85 * scene.passed;
  for (const alliance of world.ends[frame]) {
    if (!who.alliances[alliance]) continue;
    const look = causeLook(world.header.causes[world.cause[alliance]], world.cause[alliance]);
    const path = new Path2D();
    const [a, b] = world.partners[alliance];
    curveTo(scene, path, a, b);
    style(pen, look.colour, 1.6, [2, 3]);
    pen.stroke(path);
    const spot = new Path2D();
    const [x, y] = middle(scene, a, b);
    trace(spot, look.shape, x, y, 5.5 * (1 + 0.5 * scene.passed) * Math.min(1.5, camera.zoom ** 0.3));
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

function firmLook(scene: Scene, firm: number): [string, Shape] {
  const { world } = scene;
  if (scene.colouring === "industry") {
    const look = nth(world.industry[firm]);
    return [look.colour, look.shape];
  }
  return [regionColour(world.country(world.home[firm]).region, world.home[firm]), "circle"];
}

/** One for the partners of the alliances that are concerned now. */
function partners(scene: Scene): Uint8Array {
  const { world, who, frame } = scene;
  const found = new Uint8Array(world.firms);
  if (who.all) return found;
  for (const alliance of world.alive[frame]) if (who.alliances[alliance]) for (const firm of world.partners[alliance]) found[firm] = 1;
  return found;
}

function radius(assets: number, widest: number): number {
  return assets > 0 ? Math.min(widest * 1.25, widest * (0.34 + 0.2 * Math.log10(1 + assets))) : 0;
}

function style(pen: CanvasRenderingContext2D, colour: string, width: number, dash: number[]): void {
  pen.globalAlpha = 1;
  pen.strokeStyle = colour;
  pen.lineWidth = width;
  pen.setLineDash(dash);
}

function ends(scene: Scene, a: number, b: number): [number, number, number, number, number] {
  const { places, camera, unit, world } = scene;
  const [p, q] = [scene.placeOf(a), scene.placeOf(b)];
  const bend = world.home[a] === world.home[b] ? 0 : BEND;
  return [camera.x(places.x[p] * unit), camera.y(places.y[p] * unit), camera.x(places.x[q] * unit), camera.y(places.y[q] * unit), bend];
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
  const at = (from: number, centre: number, to: number) => (from + to) / 4 + ((from + to) / 2 + bend * (centre - (from + to) / 2)) / 2;
  return [at(x, scene.camera.x(0), u), at(y, scene.camera.y(0), v)];
}
