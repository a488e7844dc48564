/** One series of two worlds, their difference, and what other seeds would bring. */

import { type App, sentence } from "../app";
import { fill, h, say } from "../dom";
import { LineChart, type Ribbon, wide } from "../drawing/line-chart";
import { ACCENT, INK, SECOND } from "../drawing/palette";
import { withUnit } from "../drawing/scales";
import type { Pair } from "../recording/pair";
import { concern } from "../recording/selection";
import { seriesOf } from "../recording/series";

const SEEDS = 20;
const TABLE = ["active", "failed_share", "exporters", "foreign_sales", "living"];

interface Band {
  low: number[];
  mid: number[];
  high: number[];
}

export class PairSeries {
  readonly element: HTMLElement;
  private readonly choice = h("select", {
    "aria-label": "Series",
    onchange: () => this.app.change({ view: this.choice.value }),
  });
  private readonly both: LineChart;
  private readonly difference: LineChart;
  private readonly luck = h("button", { type: "button", onclick: () => void this.ask() }, "Is it chance?");
  private readonly said = h("p", { class: "muted small", role: "status" });
  private readonly rows = h("tbody");
  private pair: Pair | null = null;
  private bands: Record<string, Band & { other: Band | null; difference: Band | null }> = {};

  constructor(private readonly app: App) {
    const seek = (frame: number) => app.change({ frame });
    this.both = new LineChart(seek, wide());
    this.difference = new LineChart(seek, wide());
    this.element = h(
      "section",
      { class: "card pair" },
      h("div", { class: "head" }, h("h2", {}, "What it changes"), this.choice, this.luck),
      this.said,
      h("div", { class: "two" }, this.both.element, this.difference.element),
      h(
        "div",
        { class: "scroll", tabindex: 0, role: "region", "aria-label": "Both worlds in this quarter" },
        h(
          "table",
          {},
          h("caption", { class: "hidden" }, "Both worlds in this quarter"),
          h(
            "thead",
            {},
            h(
              "tr",
              {},
              ["In this quarter", "first world", "second world", "difference"].map((t) => h("th", { scope: "col" }, t)),
            ),
          ),
          this.rows,
        ),
      ),
    );
  }

  show(pair: Pair): void {
    this.pair = pair;
    this.bands = {};
    say(
      this.said,
      `A single pair of worlds may differ by its random draws alone. ${SEEDS} seeds tell how often a difference comes about again.`,
    );
    fill(
      this.choice,
      pair.worlds[0].header.series.map((s) => h("option", { value: s.name }, s.title)),
    );
  }

  update(): void {
    const { pair } = this;
    if (!pair) return;
    const name = this.name();
    this.choice.value = name;
    const info = pair.worlds[0].header.series.find((s) => s.name === name);
    const [left, right] = pair.worlds.map(
      (world) => seriesOf(world, name, concern(world, this.app.state.selection)) ?? world.series(name),
    );
    const frames = Math.min(left.length, right.length);
    const unit = info?.unit ?? "";
    const band = this.app.state.selection ? undefined : this.bands[name];
    const ribbon = (b: Band | null | undefined, title: string, colour: string): Ribbon[] =>
      b ? [{ title, low: b.low, high: b.high, colour }] : [];
    this.both.show(
      {
        title: info?.title ?? name,
        unit,
        low: info?.low,
        high: info?.high,
        band: info?.band,
        lines: [
          { title: "first", values: left.slice(0, frames), colour: ACCENT },
          { title: "second", values: right.slice(0, frames), colour: SECOND, dash: "7 4" },
        ],
        ribbons: [
          ...ribbon(band, "first, nine seeds of ten", ACCENT),
          ...ribbon(band?.other, "second, nine seeds of ten", SECOND),
        ],
      },
      frames,
    );
    this.difference.show(
      {
        title: "Difference, second less first",
        unit: ofDifference(unit),
        low: 0,
        lines: [
          { title: "this pair of worlds", values: left.slice(0, frames).map((v, f) => right[f] - v), colour: INK },
          ...(band?.difference
            ? [{ title: "median of the seeds", values: band.difference.mid, colour: "#8a3ffc", dash: "4 3" }]
            : []),
        ],
        ribbons: ribbon(band?.difference, "nine pairs of ten", "#8a3ffc"),
      },
      frames,
    );
  }

  seek(frame: number): void {
    this.both.seek(frame);
    this.difference.seek(frame);
    const { pair } = this;
    if (!pair) return;
    const names = [...new Set([this.name(), ...TABLE])].filter((name) =>
      pair.worlds.every((w) => w.has(`series.${name}`)),
    );
    fill(
      this.rows,
      names.map((name) => {
        const info = pair.worlds[0].header.series.find((s) => s.name === name);
        const [a, b] = pair.worlds.map((world) => world.series(name)[frame] ?? NaN);
        return h(
          "tr",
          {},
          h("th", { scope: "row" }, info?.title ?? name),
          [a, b].map((v) => h("td", {}, withUnit(v, info?.unit ?? ""))),
          h("td", {}, withUnit(b - a, ofDifference(info?.unit ?? ""))),
        );
      }),
    );
  }

  private name(): string {
    const known = this.pair?.worlds[0].header.series.map((s) => s.name) ?? [];
    return known.includes(this.app.state.view) ? this.app.state.view : "active";
  }

  private async ask(): Promise<void> {
    this.luck.disabled = true;
    say(this.said, `Running both worlds with ${SEEDS} seeds …`);
    try {
      const { json } = await this.app.ask({
        kind: "luck",
        setup: this.app.state.setup,
        other: this.app.state.other,
        seeds: SEEDS,
      });
      this.bands = json.series;
      say(this.said, this.verdict());
    } catch (error) {
      say(this.said, sentence(error));
    }
    this.luck.disabled = false;
    this.update();
    this.seek(this.app.frame);
  }

  /** Whether nine pairs of ten agree on the sign of the difference at the end of the run. */
  private verdict(): string {
    const band = this.bands[this.name()]?.difference;
    if (!band) return "The bands hold nine seeds of ten.";
    const last = band.low.length - 1;
    const sure = band.low[last] > 0 || band.high[last] < 0;
    return sure
      ? "At the end of the run nine pairs of ten differ in the same direction: hardly the random draws alone."
      : "At the end of the run the band holds zero: with other seeds the difference may be none, or the other way round.";
  }
}

/** Shares differ by percentage points. */
function ofDifference(unit: string): string {
  return unit.startsWith("%") ? "percentage points" : unit;
}
