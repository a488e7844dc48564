/** How countries and firms are drawn. */

import type { Recording } from "../recording/recording";
import type { Concern } from "../recording/selection";
import type { Camera } from "./camera";
import { trace } from "./glyphs";
import type { Colouring, Difference } from "./network";
import { INK, MUTED, nth, PAPER, regionColour, type Shape } from "./palette";
import type { Places } from "./places";
import { style } from "./tie-ink";

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

const ABROAD = 0.004; // foreign share from which a firm counts as selling abroad
const DIM = 0.13;
const LONGEST = 24; // letters of a name
const NARROW = 460; // pixels
export const MANY = 800; // living firms above which countries stand for them

/** Room for names left and right of the ring: codes where it is narrow. */
export function sideways(width: number): number {
  return width < NARROW ? 30 : 94;
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
    const [x, y, radius] = [
      camera.x(cluster.x * unit),
      camera.y(cluster.y * unit),
      cluster.radius * unit * camera.zoom,
    ];
    pen.beginPath();
    pen.arc(x, y, radius, 0, 2 * Math.PI);
    pen.fillStyle = "#eef2f6";
    pen.fill();
    pen.fillStyle = who.all || concerned.has(i) ? INK : MUTED;
    const [dx, dy] = [Math.cos(cluster.angle), Math.sin(cluster.angle)];
    pen.textAlign = Math.abs(dx) < 0.35 ? "center" : dx > 0 ? "left" : "right";
    const name = dense ? world.country(i).code : short(world.country(i).name);
    const reach = pen.measureText(name).width;
    const [left, right] =
      pen.textAlign === "center" ? [reach / 2, reach / 2] : pen.textAlign === "left" ? [0, reach] : [reach, 0];
    pen.fillText(name, Math.max(left + 2, Math.min(width - right - 2, x + dx * (radius + 5))), y + dy * (radius + 10));
  });
}

function short(name: string): string {
  return name.length > LONGEST ? `${name.slice(0, LONGEST - 1).trimEnd()}…` : name;
}

/** Countries in place of their firms: how many there are, and as a solid disc what share of them sells abroad. */
export function drawCountries(scene: Scene): void {
  const { world, frame, places, pen, unit, camera } = scene;
  const living = new Uint16Array(places.clusters.length);
  const abroad = new Uint16Array(places.clusters.length);
  for (let firm = 0; firm < world.firms; firm++) {
    if (!world.lives(frame, firm)) continue;
    living[world.home[firm]]++;
    if ((world.value("firms.foreign_share", frame, firm) || 0) > ABROAD) abroad[world.home[firm]]++;
  }
  pen.font = "600 12px system-ui, sans-serif";
  pen.textAlign = "center";
  places.clusters.forEach((cluster, i) => {
    if (!living[i]) return;
    const [x, y, radius] = [
      camera.x(cluster.x * unit),
      camera.y(cluster.y * unit),
      cluster.radius * unit * camera.zoom,
    ];
    for (const [share, alpha] of [
      [1, 0.28],
      [abroad[i] / living[i], 1],
    ]) {
      pen.beginPath();
      pen.arc(x, y, radius * Math.sqrt(share), 0, 2 * Math.PI);
      pen.globalAlpha = alpha;
      pen.fillStyle = regionColour(world.country(i).region, i);
      pen.fill();
    }
    pen.globalAlpha = 1;
    pen.lineWidth = 3;
    pen.strokeStyle = PAPER;
    pen.strokeText(String(living[i]), x, y);
    pen.fillStyle = INK;
    pen.fillText(String(living[i]), x, y);
  });
}

/** Firms: solid if they sell abroad, pale if not; by size of assets; born with a ring. */
export function drawFirms(scene: Scene): void {
  const { world, frame, who, unit, camera } = scene;
  const allied = partners(scene);
  const sparse = !who.all && world.series("living")[frame] > MANY; // a haze of firms that are not concerned tells nothing
  const next = Math.min(frame + 1, world.frames - 1);
  const widest = Math.max(2.2, 0.5 * unit * Math.sqrt(camera.zoom) * camera.zoom ** 0.4);
  const groups = new Map<string, { path: Path2D; colour: string; solid: boolean; alpha: number }>();
  const halo = new Path2D();
  const born = new Path2D();
  for (let firm = 0; firm < world.firms; firm++) {
    const [now, then] = [world.assets(frame, firm), world.assets(next, firm)];
    if (sparse && !who.firms[firm] && !allied[firm]) continue;
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
    else if (frame > 0 && who.firms[firm] && world.lifeOf(firm).from === frame)
      trace(born, "circle", x, y, size + 1 + 5 * scene.passed);
  }
  paintFirms(scene, groups.values(), halo, born);
}

function paintFirms(
  scene: Scene,
  groups: Iterable<{ path: Path2D; colour: string; solid: boolean; alpha: number }>,
  halo: Path2D,
  born: Path2D,
): void {
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
    trace(
      path,
      "circle",
      scene.camera.x(scene.places.x[place] * scene.unit),
      scene.camera.y(scene.places.y[place] * scene.unit),
      11,
    );
  }
  if (count > 6) return;
  style(scene.pen, INK, 2, []);
  scene.pen.stroke(path);
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
  for (const alliance of world.alive[frame])
    if (who.alliances[alliance]) for (const firm of world.partners[alliance]) found[firm] = 1;
  return found;
}

function radius(assets: number, widest: number): number {
  return assets > 0 ? Math.min(widest * 1.25, widest * (0.34 + 0.2 * Math.log10(1 + assets))) : 0;
}
