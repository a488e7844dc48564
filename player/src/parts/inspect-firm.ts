/** A firm: resources, partners, markets by mode, its time line, and why it went abroad or did not. */

import { type App, sentence } from "../app";
import { fill, h, say } from "../dom";
import { LineChart } from "../drawing/line-chart";
import { ACCENT } from "../drawing/palette";
import { number, withUnit } from "../drawing/scales";
import { frameName } from "../recording/recording";
import { capital, type Selection } from "../recording/selection";
import { lanes } from "./lanes";
import { facts, quarterName } from "./words";

interface Option {
  market: string;
  mode: string;
  chance: number;
  says: string;
}

const BEST = 5; // options shown at once

export class FirmView {
  readonly element = h("div", { class: "firm" });
  private readonly now = h("p", { class: "now" });
  private readonly sales: LineChart;
  private readonly resources = h("ul", { class: "hazards" });
  private readonly markets = h("p", { class: "small" });
  private readonly answer = h("div", { class: "answer", role: "status" });

  constructor(
    private readonly app: App,
    private readonly row: number,
  ) {
    const world = app.world!;
    this.sales = new LineChart((frame) => app.change({ frame }));
    const home = world.country(world.home[row]);
    const industry = world.header.industries[world.industry[row]];
    this.element.append(
      h(
        "h2",
        {},
        world.firmName(row),
        this.badge(home.name, { kind: "country", name: home.code }),
        this.badge(capital(world.word(industry)), { kind: "industry", name: industry }),
      ),
      this.now,
      this.markets,
      this.sales.element,
      h("h3", {}, "Alliances and markets over time"),
      lanes(app, row),
      ...(app.hosted
        ? [
            h("h3", {}, "Why it goes abroad, or not"),
            h("button", { type: "button", onclick: () => void this.ask() }, "What would it compare now?"),
            this.answer,
          ]
        : []),
      h("h3", {}, "Resources"),
      this.resources,
      this.traits(),
    );
    const frames = Array.from({ length: world.frames }, (_, f) => f);
    const values = (column: string, times: number) =>
      frames.map((f) => (world.lives(f, row) ? times * world.value(column, f, row) : NaN));
    this.sales.show(
      {
        title: "Foreign share of its sales",
        unit: "%",
        low: 0,
        lines: [{ title: "of all it sells", values: values("firms.foreign_share", 100), colour: ACCENT }],
      },
      world.frames,
    );
  }

  tick(frame: number): void {
    const world = this.app.world!;
    this.sales.seek(frame);
    const lives = world.lives(frame, this.row);
    const assets = withUnit(world.assets(frame, this.row), "million USD");
    const sells = world.has("firms.sales")
      ? `, sales ${withUnit(world.sales(frame, this.row), "million USD a year")}`
      : "";
    say(
      this.now,
      lives
        ? `${frameName(frame)}: assets ${assets}${sells}.`
        : `${frameName(frame)}: ${world.value("firms.closed", this.row) < frame ? "closed" : "not founded yet"}.`,
    );
    const spells = world.spells.filter((sp) => sp.firm === this.row && sp.from <= frame && frame < sp.to);
    say(
      this.markets,
      spells.length
        ? `Abroad in ${spells.map((sp) => `${world.country(sp.market).name} (${world.word(world.header.modes[sp.mode])}${sp.alliance >= 0 ? ", with a partner" : ""})`).join(", ")}.`
        : lives
          ? "Sells at home only."
          : "",
    );
    this.bars(frame);
  }

  /** Where it belongs; a click selects all that belongs there. */
  private badge(words: string, selection: Selection): HTMLElement {
    return h(
      "button",
      { type: "button", class: "badge", title: `Select ${words}`, onclick: () => this.app.select(selection) },
      words,
    );
  }

  private bars(frame: number): void {
    const world = this.app.world!;
    if (!world.has("firms.resources")) return;
    const year = Math.min(
      Math.floor(frame / world.header.quarters_per_year),
      world.column("firms.resources").info.shape[0] - 1,
    );
    const count = world.header.resources.length;
    const bars = world.header.resources.map((name, i) => {
      const value = world.value("firms.resources", year, this.row * count + i) || 0;
      return h(
        "li",
        {},
        h("span", { class: "glyph" }),
        h("span", { class: "what" }, capital(world.word(name))),
        h("span", { class: "bar" }, h("i", { style: `width: ${100 * value}%; background: ${ACCENT}` })),
        h("b", {}, number(value)),
      );
    });
    fill(this.resources, bars);
  }

  private traits(): HTMLElement {
    const world = this.app.world!;
    const share = (column: string) => (world.has(column) ? number(world.value(column, this.row)) : "");
    return facts([
      ["Founded", quarterName(world.value("firms.founded", this.row))],
      [
        "Closed",
        Number.isNaN(world.value("firms.closed", this.row)) ? "" : quarterName(world.value("firms.closed", this.row)),
      ],
      ["Opportunism", share("firms.opportunism")],
      ["Planning", share("firms.planning")],
      ["Risk tolerance", share("firms.risk_tolerance")],
    ]);
  }

  /** The options that it would compare if it looked now. */
  private async ask(): Promise<void> {
    const { app } = this;
    const world = app.world!;
    fill(this.answer, h("p", { class: "muted" }, "Asking …"));
    try {
      const { json } = await app.ask({
        kind: "explain",
        setup: app.state.setup,
        frame: app.frame,
        firm: world.code("firms.id", this.row),
      });
      const options = ((json.options ?? []) as Option[]).toSorted((x, y) => y.chance - x.chance);
      const rest =
        options.length > BEST
          ? h(
              "details",
              {},
              h("summary", {}, `The other ${options.length - BEST} ways it compares`),
              this.options(options.slice(BEST)),
            )
          : null;
      fill(
        this.answer,
        h("p", {}, json.sentence),
        options.length
          ? h(
              "p",
              { class: "muted small" },
              "Ways abroad that it compares, with the chance of taking each when it reviews its strategy:",
            )
          : null,
        this.options(options.slice(0, BEST)),
        rest,
      );
    } catch (error) {
      fill(this.answer, h("p", { class: "muted" }, sentence(error)));
    }
  }

  private options(options: Option[]): HTMLElement {
    const most = Math.max(0.01, ...options.map((o) => o.chance));
    return h(
      "ul",
      { class: "options" },
      options.map((o) =>
        h(
          "li",
          {},
          h("b", {}, `${this.market(o.market)}, ${this.app.world!.word(o.mode)}`),
          h("span", { class: "bar" }, h("i", { style: `width: ${(100 * o.chance) / most}%; background: ${ACCENT}` })),
          h("b", {}, `${number(100 * o.chance)}\u00a0%`),
          h("span", { class: "says muted small" }, o.says),
        ),
      ),
    );
  }

  private market(code: string): string {
    return this.app.world!.header.countries.find((c) => c.code === code)?.name ?? code;
  }
}
