/** Bars by year: ends by cause, stacked; and goals, met upwards and missed downwards. */

import { fill, h, mark, s, say } from "../dom";
import { pathOf } from "./glyphs";
import { grid, SIZE } from "./line-chart";
import { type Look, PAPER } from "./palette";
import { number, span } from "./scales";

export interface Stack {
  name: string;
  title: string;
  look: Look;
  values: number[]; // by frame
  down?: boolean; // below the line
}

export interface Bars {
  title: string;
  stacks: Stack[];
  chosen: string | null; // the stack that is selected
  hint?: string;
}

let made = 0;

export class BarChart {
  readonly element = h("figure", { class: "chart" });
  private readonly caption = h("figcaption");
  private readonly key = h("ul", { class: "key causes" });
  private readonly plot = s("g");
  private readonly id = `bars-${made++}`;
  private readonly clip = s("rect", { x: 0, y: 0, height: SIZE.height, width: 0 });
  private readonly picture: SVGSVGElement;
  private bars: Bars | null = null;
  private frames = 1;
  private frame = 0;

  constructor(
    private readonly year: number,
    private readonly choose: ((name: string) => void) | null,
  ) {
    this.picture = s(
      "svg",
      { viewBox: `0 0 ${SIZE.width} ${SIZE.height}`, role: "img" },
      s("defs", {}, s("clipPath", { id: this.id }, this.clip)),
      this.plot,
    );
    this.element.append(this.caption, this.picture, this.key);
  }

  show(bars: Bars, frames: number): void {
    Object.assign(this, { bars, frames });
    say(this.caption, bars.title);
    const years = Array.from({ length: Math.ceil((frames - 1) / this.year) }, (_, i) => i);
    const sums = bars.stacks.map((stack) => years.map((year) => this.sum(stack, year)));
    const total = (down: boolean) =>
      years.map((i) => bars.stacks.reduce((sum, stack, k) => sum + (!!stack.down === down ? sums[k][i] : 0), 0));
    const [low, high] = span([total(false), total(true).map((v) => -v), [0, 4]]);
    const y = (v: number) =>
      SIZE.height - SIZE.bottom - ((v - low) / (high - low)) * (SIZE.height - SIZE.top - SIZE.bottom);
    const drawn = (pale: boolean) =>
      s("g", pale ? { opacity: 0.16 } : { "clip-path": `url(#${this.id})` }, ...this.stacked(years, sums, y, bars));
    fill(
      this.plot,
      grid([low, high], y, frames, (f) => this.x(f), ""),
      drawn(true),
      drawn(false),
    );
    fill(
      this.key,
      bars.stacks.map((stack) => this.entry(stack)),
    );
    this.seek(this.frame);
  }

  seek(frame: number): void {
    this.frame = frame;
    mark(this.clip, "width", this.x(frame).toFixed(1));
    const bars = this.bars;
    if (!bars) return;
    const counts = bars.stacks.map((stack) => until(stack.values, frame));
    this.key.querySelectorAll("b").forEach((b, i) => say(b, number(counts[i])));
    mark(
      this.picture,
      "aria-label",
      `${bars.title}, so far: ${bars.stacks.map((stack, i) => `${stack.title} ${counts[i]}`).join(", ")}`,
    );
  }

  private stacked(years: number[], sums: number[][], y: (v: number) => number, bars: Bars): SVGElement[] {
    const width = this.x(this.year) - this.x(0);
    return years.flatMap((year) => {
      let [up, down] = [0, 0];
      return bars.stacks.flatMap((stack, k) => {
        const value = sums[k][year];
        if (!value) return [];
        const top = stack.down ? down : up + value;
        const bottom = stack.down ? down - value : up;
        if (stack.down) down -= value;
        else up += value;
        const pale = bars.chosen !== null && bars.chosen !== stack.name;
        const x = this.x(year * this.year) + 1;
        const height = y(bottom) - y(top);
        const bar = s("rect", {
          x,
          width: Math.max(1, width - 2),
          y: y(top),
          height,
          fill: stack.look.colour,
          stroke: PAPER,
          "stroke-width": 0.6,
          opacity: pale ? 0.25 : 1,
        });
        const sign =
          height >= 9 && width >= 9
            ? s("path", {
                d: pathOf(stack.look.shape, x + (width - 2) / 2, y(top) + height / 2, 2.6),
                fill: PAPER,
                opacity: 0.9,
              })
            : null;
        return sign ? [bar, sign] : [bar];
      });
    });
  }

  private entry(stack: Stack): HTMLElement {
    const sign = glyph(stack.look);
    const words = [sign, h("span", {}, stack.title), h("b")];
    if (!this.choose) return h("li", {}, ...words);
    const chosen = this.bars?.chosen === stack.name;
    return h(
      "li",
      {},
      h(
        "button",
        { type: "button", class: "chip", "aria-pressed": String(chosen), onclick: () => this.choose?.(stack.name) },
        ...words,
      ),
    );
  }

  private sum(stack: Stack, year: number): number {
    let sum = 0;
    for (let f = year * this.year + 1; f <= Math.min((year + 1) * this.year, this.frames - 1); f++)
      sum += stack.values[f] || 0;
    return sum;
  }

  private x(frame: number): number {
    return SIZE.left + (frame / Math.max(1, this.frames - 1)) * (SIZE.width - SIZE.left - SIZE.right);
  }
}

/** A cause's shape in its colour, for a key. */
export function glyph(look: Look): SVGElement {
  const hollow = look.shape === "ring";
  return s(
    "svg",
    { class: "glyph", viewBox: "0 0 16 16", "aria-hidden": "true" },
    s("path", {
      d: pathOf(look.shape, 8, 8, hollow ? 4.5 : 5.2),
      fill: hollow ? "none" : look.colour,
      stroke: look.colour,
      "stroke-width": hollow ? 2.5 : 0,
    }),
  );
}

function until(values: number[], frame: number): number {
  let sum = 0;
  for (let f = 1; f <= frame; f++) sum += values[f] || 0;
  return sum;
}
