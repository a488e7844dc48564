/** Lines over quarters: the past in full, the future pale or hidden, values at the clock in the key. */

import { fill, h, mark, s, say } from "../dom";
import { FAINT, INK, MUTED } from "./palette";
import { areaPath, linePath, number, span, ticks, withUnit } from "./scales";

export interface Line {
  title: string;
  values: number[]; // by frame
  colour: string;
  dash?: string;
  wide?: boolean;
}

export interface Ribbon {
  title: string;
  low: number[];
  high: number[];
  colour: string;
}

export interface Chart {
  title: string;
  unit: string;
  lines: Line[];
  ribbons?: Ribbon[];
  band?: [number, number] | null; // a range that is reported, drawn across
  low?: number | null; // the axis reaches at least so far
  high?: number | null;
  range?: [number, number]; // or is exactly this
  hidesFuture?: boolean;
  full?: boolean; // all in full; the clock is only marked
  note?: string;
}

export const SIZE = { width: 380, height: 158, left: 40, right: 10, top: 8, bottom: 22 };
const WIDE = { ...SIZE, width: 600, height: 230 };
export type Size = typeof SIZE;

/** The size for a chart that has much room: on a narrow screen none has. */
export function wide(): Size {
  return window.innerWidth < 760 ? SIZE : WIDE;
}
let made = 0;

export class LineChart {
  readonly element = h("figure", { class: "chart" });
  private readonly caption = h("figcaption");
  private readonly key = h("ul", { class: "key" });
  private readonly note = h("p", { class: "muted small" });
  private readonly picture: SVGSVGElement;
  private readonly id = `clip-${made++}`;
  private readonly clip = s("rect", { x: 0, y: 0, height: 999, width: 0 });
  private readonly cursor = s("line", { stroke: INK, "stroke-width": 1 });
  private readonly plot = s("g");
  private chart: Chart | null = null;
  private frames = 1;
  private frame = 0;

  constructor(
    seek: ((frame: number) => void) | null = null,
    private readonly size: Size = SIZE,
  ) {
    mark(this.cursor, "y1", size.top);
    mark(this.cursor, "y2", size.height - size.bottom);
    this.picture = s(
      "svg",
      { viewBox: `0 0 ${this.size.width} ${this.size.height}`, role: "img" },
      s("defs", {}, s("clipPath", { id: this.id }, this.clip)),
      this.plot,
      this.cursor,
    );
    this.element.append(this.caption, this.key, this.picture, this.note);
    this.picture.addEventListener("pointermove", (event) => this.label(this.frameAt(event)));
    this.picture.addEventListener("pointerleave", () => this.label(this.frame));
    if (seek) this.picture.addEventListener("click", (event) => seek(this.frameAt(event)));
  }

  show(chart: Chart, frames: number): void {
    Object.assign(this, { chart, frames });
    say(this.caption, chart.title);
    say(this.note, chart.note ?? "");
    this.note.hidden = !chart.note;
    const values = chart.lines
      .map((l) => l.values)
      .concat(
        (chart.ribbons ?? []).flatMap((r) => [r.low, r.high]),
        chart.band ? [[...chart.band]] : [],
      );
    const [low, high] = chart.range ?? span(values, chart.low, chart.high);
    const y = (v: number) =>
      this.size.height -
      this.size.bottom -
      ((v - low) / (high - low)) * (this.size.height - this.size.top - this.size.bottom);
    fill(
      this.plot,
      grid([low, high], y, frames, (f) => this.x(f), chart.unit, this.size),
      this.marks(chart, y),
    );
    fill(
      this.key,
      chart.lines.map((line) => h("li", {}, swatch(line), `${line.title} `, h("b"))),
      (chart.ribbons ?? []).map((r) => h("li", {}, patch(r.colour), r.title)),
      chart.band ? h("li", {}, patch("#cfd8e1"), `reported: ${chart.band[0]} to ${chart.band[1]} ${chart.unit}`) : null,
    );
    this.seek(this.frame);
  }

  seek(frame: number): void {
    this.frame = frame;
    mark(this.clip, "width", this.chart?.full ? 999 : this.x(frame).toFixed(1));
    mark(this.cursor, "x1", this.x(frame).toFixed(1));
    mark(this.cursor, "x2", this.x(frame).toFixed(1));
    this.label(frame);
  }

  /** Values of a frame in the key, and in the words for those who do not see the picture. */
  private label(frame: number): void {
    const chart = this.chart;
    if (!chart) return;
    const values = this.key.querySelectorAll("b");
    chart.lines.forEach((line, i) => say(values[i], withUnit(line.values[Math.round(frame)] ?? NaN, chart.unit)));
    mark(
      this.picture,
      "aria-label",
      `${chart.title}. ${chart.lines.map((l) => `${l.title}: ${number(l.values[Math.round(frame)] ?? NaN)} ${chart.unit}`).join("; ")}`,
    );
  }

  private marks(chart: Chart, y: (v: number) => number): SVGElement[] {
    const x = (f: number) => this.x(f);
    const band = chart.band
      ? s("rect", {
          x: this.size.left,
          width: this.size.width - this.size.left - this.size.right,
          y: y(chart.band[1]),
          height: y(chart.band[0]) - y(chart.band[1]),
          fill: "#cfd8e1",
          opacity: 0.5,
        })
      : null;
    const ribbons = (chart.ribbons ?? []).map((r) =>
      s("path", { d: areaPath(r.low, r.high, x, y), fill: r.colour, opacity: 0.2 }),
    );
    const lines = () =>
      chart.lines.map((l) =>
        s("path", {
          d: linePath(l.values, x, y),
          fill: "none",
          stroke: l.colour,
          "stroke-width": l.wide ? 3 : 2,
          "stroke-dasharray": l.dash,
          "stroke-linejoin": "round",
        }),
      );
    const future = chart.hidesFuture || chart.full ? null : s("g", { opacity: 0.22 }, ...lines());
    return [band, ...ribbons, future, s("g", { "clip-path": `url(#${this.id})` }, ...lines())].filter(
      (e): e is SVGGElement => e !== null,
    );
  }

  private x(frame: number): number {
    return (
      this.size.left + (frame / Math.max(1, this.frames - 1)) * (this.size.width - this.size.left - this.size.right)
    );
  }

  private frameAt(event: MouseEvent): number {
    const box = this.picture.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * this.size.width;
    const frame = ((x - this.size.left) / (this.size.width - this.size.left - this.size.right)) * (this.frames - 1);
    return Math.max(0, Math.min(this.frames - 1, Math.round(frame)));
  }
}

/** Lines across at round values, and the quarters below. */
export function grid(
  [low, high]: [number, number],
  y: (v: number) => number,
  frames: number,
  x: (f: number) => number,
  unit: string,
  size = SIZE,
): SVGElement[] {
  const text = { "font-size": 10.5, fill: MUTED };
  const across = ticks(low, high, 3).flatMap((v) => [
    s("line", {
      x1: size.left,
      x2: size.width - size.right,
      y1: y(v),
      y2: y(v),
      stroke: v === 0 ? "#9aa8b5" : FAINT,
      "stroke-width": 1,
    }),
    s(
      "text",
      { x: size.left - 5, y: y(v) + 3.5, "text-anchor": "end", ...text },
      unit === "%" ? `${number(v)}%` : number(v),
    ),
  ]);
  const below = ticks(0, frames - 1, 4).map((f) =>
    s(
      "text",
      { x: x(f), y: size.height - 6, "text-anchor": f === 0 ? "start" : f >= frames - 1 ? "end" : "middle", ...text },
      f === 0 ? "Start" : f >= frames - 1 ? `quarter ${f}` : f,
    ),
  );
  return [...across, ...below];
}

/** A short piece of a line, for a key. */
export function swatch(line: { colour: string; dash?: string }): SVGElement {
  return s(
    "svg",
    { class: "swatch", viewBox: "0 0 26 10", "aria-hidden": "true" },
    s("line", { x1: 1, x2: 25, y1: 5, y2: 5, stroke: line.colour, "stroke-width": 3, "stroke-dasharray": line.dash }),
  );
}

function patch(colour: string): SVGElement {
  return s(
    "svg",
    { class: "swatch", viewBox: "0 0 26 10", "aria-hidden": "true" },
    s("rect", { width: 26, height: 10, fill: colour, opacity: 0.5 }),
  );
}
