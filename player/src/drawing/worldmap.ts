/** The world map: how many foreign firms are in each market, and who goes where. */

import type { Recording, Spell } from "../recording/recording";
import { type Concern, type Selection, rowOf } from "../recording/selection";
import { bundles } from "./bundles";
import { ACCENT, INK, MUTED, PAPER, SECOND, STRAINED } from "./palette";
import { land, project } from "./projection";
import { Surface } from "./surface";

export type MapShows = "abroad" | "alliances";

const SEA = "#f4f7fa";
const NOT_HERE = "#e3e8ed"; // a country that this world has not
const SCALE = ["#d6e6f4", "#a9cde8", "#6faed8", "#3c88c0", "#12639f", "#08406e"];
const STEPS = [1, 3, 8, 20, 50]; // presences from which the next shade holds
const MOST_LINES = 60;
/** How a line of each mode is dashed: the deeper the commitment, the more solid. */
const DASHES: Record<string, number[]> = {
  export: [2, 4],
  contractual: [6, 4],
  joint_venture: [10, 3, 2, 3],
  wholly_owned: [],
};

export class WorldMap {
  readonly surface: Surface;
  shows: MapShows = "abroad";
  private world: Recording | null = null;
  private who!: Concern;
  private selection: Selection | null = null;
  private frame = -1;
  private shapes = new Map(
    Object.entries(land.shapes as Record<string, string>).map(([code, path]) => [code, new Path2D(path)]),
  );
  private at: [number, number][] = []; // by country

  constructor(
    label: string,
    private readonly select: (selection: Selection | null) => void,
  ) {
    this.surface = new Surface(label, () => this.draw(this.frame, true));
    this.surface.canvas.addEventListener("click", (event) => this.select(this.pick(...this.surface.point(event))));
  }

  show(world: Recording, who: Concern, selection: Selection | null): void {
    if (world !== this.world) this.at = world.header.countries.map((c) => project(c.latitude, c.longitude));
    Object.assign(this, { world, who, selection });
    this.draw(this.frame, true);
  }

  /** Draws a frame; nothing happens if it is drawn already. */
  draw(frame: number, anew = false): void {
    if ((frame === this.frame && !anew) || frame < 0) {
      return;
    }
    this.frame = frame;
    if (!this.world || !this.surface.width) return;
    this.surface.clear();
    const spells = this.spells();
    this.drawLand(spells);
    if (this.shows === "alliances") this.drawAlliances();
    else {
      this.drawSpells(spells);
      if (this.selection?.kind === "alliance") this.drawAlliances();
    }
    this.drawHomes();
  }

  /** The country nearest to a point of the page. */
  pick(x: number, y: number): Selection | null {
    let [best, distance] = [-1, 26];
    this.at.forEach((place, i) => {
      const away = Math.hypot(this.x(place[0]) - x, this.y(place[1]) - y);
      if (away < distance) [best, distance] = [i, away];
    });
    return best < 0 || !this.world ? null : { kind: "country", name: this.world.country(best).code };
  }

  /** What the selection concerns abroad in this frame: its firms, and for a country also those that are there. */
  private spells(): Spell[] {
    const world = this.world!;
    const market = this.selection?.kind === "country" ? rowOf(world, this.selection) : -1;
    return world.spells.filter(
      (s) => s.from <= this.frame && this.frame < s.to && (this.who.firms[s.firm] || s.market === market),
    );
  }

  private drawLand(spells: Spell[]): void {
    const { pen, ratio } = this.surface;
    const presences = new Map<string, number>();
    for (const spell of spells) this.count(presences, this.world!.country(spell.market).code);
    const here = new Set(this.world!.header.countries.map((c) => c.code));
    pen.fillStyle = SEA;
    pen.fillRect(0, 0, this.surface.width, this.surface.height);
    const scale = (this.scale / 10) * ratio;
    pen.setTransform(scale, 0, 0, scale, this.x(0) * ratio, this.y(0) * ratio);
    pen.strokeStyle = PAPER;
    pen.lineWidth = 6 / this.scale;
    for (const [code, shape] of this.shapes) {
      pen.fillStyle = here.has(code) ? shade(presences.get(code) ?? 0) : NOT_HERE;
      pen.fill(shape);
      pen.stroke(shape);
    }
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  }

  private drawSpells(spells: Spell[]): void {
    const { pen } = this.surface;
    const world = this.world!;
    const flows = new Map<string, number>();
    for (const s of spells)
      this.count(flows, `${world.home[s.firm]}>${s.market}>${this.who.all ? "" : world.header.modes[s.mode]}`);
    const widest = [...flows].sort((a, b) => b[1] - a[1]).slice(0, MOST_LINES);
    pen.lineCap = "round";
    for (const [key, count] of widest) {
      const [from, to, mode] = key.split(">");
      pen.setLineDash(this.who.all ? [] : (DASHES[mode] ?? []));
      pen.strokeStyle = mode === "joint_venture" || mode === "contractual" ? SECOND : ACCENT;
      pen.globalAlpha = this.who.all ? 0.42 : 0.85;
      pen.lineWidth = this.who.all ? 0.6 + 0.45 * Math.sqrt(count) : 1.2 + 0.5 * Math.sqrt(count);
      this.arc(Number(from), Number(to));
    }
    pen.setLineDash([]);
    pen.globalAlpha = 1;
  }

  private drawAlliances(): void {
    const { pen } = this.surface;
    for (const bundle of bundles(this.world!, this.frame, this.who.alliances)) {
      if (bundle.from === bundle.to) continue;
      const bad = bundle.strained * 2 >= bundle.ties;
      pen.setLineDash(bad ? [5, 5] : []);
      pen.strokeStyle = bad ? STRAINED : ACCENT;
      pen.globalAlpha = 0.65;
      pen.lineWidth = 0.8 + Math.sqrt(bundle.ties);
      this.arc(bundle.from, bundle.to);
    }
    pen.setLineDash([]);
    pen.globalAlpha = 1;
  }

  /** A dot for every country of this world; a larger, named one for the country selected. */
  private drawHomes(): void {
    const { pen } = this.surface;
    const chosen = this.selection?.kind === "country" ? rowOf(this.world!, this.selection) : -1;
    this.at.forEach((place, i) => {
      const [x, y] = [this.x(place[0]), this.y(place[1])];
      pen.beginPath();
      pen.arc(x, y, i === chosen ? 5 : 2.6, 0, 2 * Math.PI);
      pen.fillStyle = this.world!.country(i).home ? INK : MUTED;
      pen.fill();
      pen.lineWidth = 1.4;
      pen.strokeStyle = PAPER;
      pen.stroke();
    });
    if (chosen >= 0) this.name(chosen);
  }

  private name(country: number): void {
    const { pen } = this.surface;
    pen.font = "600 13px system-ui, sans-serif";
    pen.textAlign = "center";
    pen.lineWidth = 4;
    const [x, y] = [this.x(this.at[country][0]), this.y(this.at[country][1]) - 10];
    const name = this.world!.country(country).name;
    pen.strokeStyle = PAPER;
    pen.strokeText(name, x, y);
    pen.fillStyle = INK;
    pen.fillText(name, x, y);
  }

  private arc(from: number, to: number): void {
    const { pen } = this.surface;
    const [x, y, u, v] = [
      this.x(this.at[from][0]),
      this.y(this.at[from][1]),
      this.x(this.at[to][0]),
      this.y(this.at[to][1]),
    ];
    const lift = Math.min(60, 0.22 * Math.hypot(u - x, v - y));
    pen.beginPath();
    pen.moveTo(x, y);
    pen.quadraticCurveTo((x + u) / 2, Math.max(4, (y + v) / 2 - lift), u, v);
    pen.stroke();
  }

  private count(into: Map<string, number>, key: string): void {
    into.set(key, (into.get(key) ?? 0) + 1);
  }

  private get scale(): number {
    return Math.min(this.surface.width / land.width, this.surface.height / land.height);
  }

  private x(u: number): number {
    return (this.surface.width - land.width * this.scale) / 2 + u * this.scale;
  }

  private y(v: number): number {
    return (this.surface.height - land.height * this.scale) / 2 + v * this.scale;
  }
}

/** The shades of the map with the least presences of each, for its key. */
export const SHADES: [colour: string, from: number][] = SCALE.map((colour, i) => [colour, i ? STEPS[i - 1] : 0]);

function shade(presences: number): string {
  return SCALE[STEPS.filter((least) => presences >= least).length];
}
