/** The network of firms and alliances: places never move, what lives and dies does. */

import type { Recording } from "../recording/recording";
import type { Concern, Selection } from "../recording/selection";
import { Camera } from "./camera";
import { clusterLabels, drawCountries, drawFirms, MANY, type Scene, sideways } from "./network-ink";
import type { Places } from "./places";
import { Surface } from "./surface";
import { drawBundles, drawEnds, drawTies, middle } from "./tie-ink";

export type Colouring = "region" | "industry";

/** What differs from another world: drawn with a halo. */
export interface Difference {
  firms: Uint8Array;
  alliances: Uint8Array;
}

const NEAR = 1.9; // zoom from which single ties are drawn
const REACH = 14; // pixels around a firm that select it

export class Network {
  readonly surface: Surface;
  readonly camera: Camera;
  colouring: Colouring = "region";
  difference: Difference | null = null;
  private scene: Scene | null = null;
  private time = 0;
  private backdrop = document.createElement("canvas");
  private stale = true;

  constructor(
    label: string,
    private readonly select: (selection: Selection | null) => void,
  ) {
    this.surface = new Surface(label, () => this.refresh());
    this.camera = new Camera(
      this.surface,
      () => this.refresh(),
      (x, y) => this.select(this.pick(x, y)),
    );
  }

  show(world: Recording, places: Places, who: Concern, placeOf: (firm: number) => number): void {
    this.scene = {
      world,
      places,
      who,
      placeOf,
      camera: this.camera,
      pen: this.surface.pen,
      frame: 0,
      passed: 0,
      unit: 1,
      colouring: this.colouring,
      difference: this.difference,
    };
    this.refresh();
  }

  /** Zooms towards what is selected; else about the middle of what is seen. */
  zoom(factor: number): void {
    const scene = this.scene;
    if (!scene || scene.who.all || factor < 1) return this.camera.by(factor);
    let [x, y, count] = [0, 0, 0];
    for (let firm = 0; firm < scene.world.firms; firm++) {
      if (!scene.who.firms[firm] || !scene.world.lives(scene.frame, firm)) continue;
      x += this.px(scene, scene.placeOf(firm));
      y += this.py(scene, scene.placeOf(firm));
      count++;
    }
    if (count) this.camera.by(factor, x / count, y / count);
    else this.camera.by(factor);
  }

  /** Whether countries stand for their firms. */
  get gathers(): boolean {
    return this.scene !== null && this.aggregated(this.scene);
  }

  /** Draws everything anew, also what stands still. */
  refresh(): void {
    this.stale = true;
    this.draw(this.time);
  }

  /** Draws a moment: the frame, and how much of the way to the next has passed. */
  draw(time: number): void {
    this.time = time;
    const scene = this.scene;
    if (!scene || !this.surface.width) return;
    const frame = Math.min(Math.floor(time), scene.world.frames - 1);
    Object.assign(scene, {
      frame,
      passed: time - frame,
      colouring: this.colouring,
      difference: this.difference,
      unit: this.unit(scene),
    });
    this.surface.clear();
    this.drawBackdrop(scene);
    const single = this.single(scene);
    if (!single) drawBundles(scene);
    if (!this.aggregated(scene)) drawTies(scene, single ? null : "home");
    if (this.aggregated(scene)) drawCountries(scene);
    else drawFirms(scene);
    drawEnds(scene);
  }

  /** What is at a point of the page: a firm, else an alliance, else a country. */
  pick(x: number, y: number): Selection | null {
    const scene = this.scene;
    if (!scene) return null;
    if (!this.aggregated(scene)) {
      const firm = this.nearest(scene, x, y);
      if (firm >= 0) return { kind: "firm", name: String(scene.world.code("firms.id", firm)) };
    }
    const alliance = this.nearestTie(scene, x, y);
    if (alliance >= 0) return { kind: "alliance", name: String(scene.world.code("alliances.id", alliance)) };
    const country = this.countryAt(scene, x, y);
    return country < 0 ? null : { kind: "country", name: scene.world.country(country).code };
  }

  /** Whether ties are drawn one by one. */
  private single(scene: Scene): boolean {
    return this.camera.zoom >= NEAR || !scene.who.all || scene.difference !== null;
  }

  private aggregated(scene: Scene): boolean {
    return this.camera.zoom < NEAR && scene.who.all && scene.world.series("living")[scene.frame] > MANY;
  }

  private unit(scene: Scene): number {
    const { width, height } = this.surface;
    return Math.max(
      1,
      Math.min((width / 2 - sideways(width)) / scene.places.wide, (height / 2 - 24) / scene.places.high),
    );
  }

  private drawBackdrop(scene: Scene): void {
    const { canvas, width, height, ratio } = this.surface;
    if (this.stale) {
      this.backdrop.width = canvas.width;
      this.backdrop.height = canvas.height;
      const pen = this.backdrop.getContext("2d")!;
      pen.setTransform(ratio, 0, 0, ratio, 0, 0);
      clusterLabels(scene, pen, width);
      this.stale = false;
    }
    if (canvas.width) scene.pen.drawImage(this.backdrop, 0, 0, width, height);
  }

  private nearest(scene: Scene, x: number, y: number): number {
    let [best, distance] = [-1, REACH];
    for (let firm = 0; firm < scene.world.firms; firm++) {
      if (!scene.world.lives(scene.frame, firm)) continue;
      const place = scene.placeOf(firm);
      const away = Math.hypot(this.px(scene, place) - x, this.py(scene, place) - y);
      if (away < distance) [best, distance] = [firm, away];
    }
    return best;
  }

  private nearestTie(scene: Scene, x: number, y: number): number {
    if (!this.single(scene)) return -1;
    let [best, distance] = [-1, 9];
    for (const alliance of [...scene.world.ends[scene.frame], ...scene.world.alive[scene.frame]]) {
      if (!scene.who.alliances[alliance]) continue;
      const [a, b] = scene.world.partners[alliance];
      const [u, v] = middle(scene, a, b);
      const away = Math.hypot(u - x, v - y);
      if (away < distance) [best, distance] = [alliance, away];
    }
    return best;
  }

  private countryAt(scene: Scene, x: number, y: number): number {
    return scene.places.clusters.findIndex((cluster) => {
      if (!cluster.firms) return false;
      const away = Math.hypot(this.camera.x(cluster.x * scene.unit) - x, this.camera.y(cluster.y * scene.unit) - y);
      const label = (cluster.radius + 1.6) * scene.unit * this.camera.zoom;
      return away < Math.max(label, 14);
    });
  }

  private px(scene: Scene, place: number): number {
    return this.camera.x(scene.places.x[place] * scene.unit);
  }

  private py(scene: Scene, place: number): number {
    return this.camera.y(scene.places.y[place] * scene.unit);
  }
}
