/** An alliance: how it was found, what each side wanted, trust and conflict, stages, hazards, and why it ended. */

import type { App } from "../app";
import { fill, h, say } from "../dom";
import { glyph } from "../drawing/bar-charts";
import { LineChart } from "../drawing/line-chart";
import { causeLook, nth, STRAINED } from "../drawing/palette";
import { number } from "../drawing/scales";
import { frameName } from "../recording/recording";
import { capital } from "../recording/selection";
import { hazards } from "./hazards";
import { reviewTerms } from "./review-terms";
import { WhatIf } from "./what-if";
import { coded, facts, firmButton, listed, quarterName } from "./words";

const SCOPE = ["technology", "supply chain", "market access"];

export class AllianceView {
  readonly element = h("div", { class: "alliance" });
  private readonly trust: LineChart;
  private readonly bars = h("div");
  private readonly now = h("p", { class: "now" });
  private readonly whatIf: WhatIf | null;

  constructor(
    private readonly app: App,
    private readonly row: number,
  ) {
    const world = app.world!;
    this.trust = new LineChart((frame) => app.change({ frame }));
    this.whatIf = app.hosted ? new WhatIf(app, row, (ribbon) => this.curves(ribbon)) : null;
    const end = world.endFrame[row];
    this.element.append(
      h(
        "h2",
        {},
        world.allianceName(row),
        end >= 0 ? this.badge() : h("span", { class: "badge alive" }, "lives to the end"),
      ),
      this.why(),
      this.now,
      this.trust.element,
      this.stages() ?? "",
      this.bars,
      ...(app.hosted ? [reviewTerms(app, row)] : []),
      ...(this.whatIf ? [this.whatIf.element] : []),
      h("h3", {}, "How it came about"),
      this.origin(),
    );
    this.curves(null);
  }

  tick(frame: number): void {
    const world = this.app.world!;
    this.trust.seek(frame);
    const end = world.endFrame[this.row];
    const lived = world.lifeRow(this.row, frame) >= 0;
    const at = lived ? frame : end >= 0 && frame > end ? end : -1;
    if (!this.app.clock.playing || frame % 2 === 0 || frame === end)
      fill(this.bars, at >= 0 ? hazards(this.app, this.row, at) : null);
    const trust = world.leastTrust(this.row, frame);
    say(
      this.now,
      lived
        ? `${frameName(frame)}: least trust ${number(trust)}, conflict ${number(world.conflict(this.row, frame))}, stage ${this.stage(frame)}.`
        : frame < world.firstFrame[this.row]
          ? `${frameName(frame)}: not signed yet.`
          : `${frameName(frame)}: over. Hazards of its last quarter below.`,
    );
    this.whatIf?.tick();
  }

  private badge(): HTMLElement {
    const world = this.app.world!;
    const cause = world.header.causes[world.cause[this.row]];
    return h(
      "button",
      {
        type: "button",
        class: "badge",
        title: "All alliances that ended so",
        onclick: () => this.app.select({ kind: "cause", name: cause }),
      },
      glyph(causeLook(cause)),
      capital(world.word(cause)),
    );
  }

  /** The sentence, and a button that leads to the quarter of the end. */
  private why(): HTMLElement {
    const world = this.app.world!;
    const text = world.header.why[String(this.row)] ?? "";
    const end = world.endFrame[this.row];
    const goto =
      end >= 0
        ? h(
            "button",
            { type: "button", class: "quiet", onclick: () => this.app.change({ frame: end }) },
            `Go to its end, quarter ${end - 1}`,
          )
        : null;
    return h(
      "div",
      { class: "why" },
      text ? h("p", {}, text) : h("p", { class: "muted" }, "It has not ended within this run."),
      goto,
    );
  }

  /** Trust of each side and conflict over its life; what-if curves dashed. */
  private curves(other: { title: string; trust: number[] } | null): void {
    const world = this.app.world!;
    const frames = Array.from({ length: world.frames }, (_, f) => f);
    const partners = world.partners[this.row];
    const lines = partners.map((firm, p) => ({
      title: `${world.firmName(firm)}’s trust`,
      values: frames.map((f) => this.life("life.trust", f, p)),
      colour: nth(p === 1 ? 2 : p).colour,
      dash: ["", "8 3", "4 2 1 2", "2 2"][p] || undefined,
    }));
    const conflict = {
      title: "conflict",
      values: frames.map((f) => this.life("life.conflict", f, 0)),
      colour: STRAINED,
      dash: "2 3",
    };
    const changed = other ? [{ title: other.title, values: other.trust, colour: "#8a3ffc", dash: "5 3" }] : [];
    this.trust.show(
      { title: "Trust and conflict", unit: "", low: 0, high: 1, lines: [...lines, conflict, ...changed] },
      world.frames,
    );
  }

  private life(column: string, frame: number, place: number): number {
    const row = this.app.world!.lifeRow(this.row, frame);
    return row < 0 ? NaN : this.app.world!.value(column, row, place);
  }

  private stage(frame: number): string {
    const world = this.app.world!;
    const row = world.lifeRow(this.row, frame);
    return row < 0 || !world.has("life.stage") ? "–" : coded(world, "life.stage", row, world.header.stages);
  }

  /** The seven stages: held or skipped. */
  private stages(): HTMLElement | null {
    const world = this.app.world!;
    if (!world.has("alliances.skipped")) return null;
    const bits = world.code("alliances.skipped", this.row);
    const steps = world.header.stages.map((name, i) => {
      const skipped = ((bits >> i) & 1) === 1;
      return h(
        "li",
        { class: skipped ? "skipped" : "held" },
        h("span", { "aria-hidden": "true" }, skipped ? "○" : "●"),
        ` ${capital(world.word(name))}`,
        h("span", { class: "hidden" }, skipped ? " (skipped)" : " (held)"),
      );
    });
    return h(
      "div",
      {},
      h("h3", {}, "Stages"),
      h("ol", { class: "stages" }, steps),
      h("p", { class: "muted small" }, "● held, ○ skipped"),
    );
  }

  private origin(): HTMLElement {
    const world = this.app.world!;
    const row = this.row;
    const { header } = world;
    const scope = SCOPE.filter((_, i) => (world.code("alliances.scope", row) >> i) & 1);
    const partners = world.partners[row].map((firm, p) =>
      h(
        "li",
        {},
        firmButton(this.app, firm),
        ` ${world.country(world.home[firm]).name}; wanted ${coded(world, "alliances.wants", row, header.motives, p) || "–"}; ${this.goal(p)}`,
      ),
    );
    return h(
      "div",
      {},
      h("ul", { class: "plain" }, partners),
      facts([
        ["Signed", quarterName(world.value("alliances.formed", row))],
        ["Contract runs to", quarterName(world.value("alliances.due", row))],
        ["Found by", coded(world, "alliances.found", row, header.found)],
        ["Led by", coded(world, "alliances.leader", row, header.actors)],
        ["Governance", coded(world, "alliances.governance", row, header.governance)],
        ["Purpose", coded(world, "alliances.motive", row, header.motives)],
        ["Covers", listed(scope)],
        [
          "Host market",
          world.code("alliances.host", row) >= 0 ? world.country(world.code("alliances.host", row)).name : "",
        ],
        [
          "Judged",
          ["not yet", "its partners’ goals were reached", "failed: a partner was below its own goal"][
            world.code("alliances.judged", row)
          ] ?? "",
        ],
      ]),
    );
  }

  private goal(place: number): string {
    const world = this.app.world!;
    const frame = Math.max(
      world.firstFrame[this.row],
      Math.min(this.app.frame, world.firstFrame[this.row] + world.code("alliances.rows", this.row) - 1),
    );
    const row = world.lifeRow(this.row, frame);
    const progress = row < 0 || !world.has("life.progress") ? NaN : world.value("life.progress", row, place);
    return Number.isFinite(progress) ? `${number(100 * progress)} % of its own goal` : "";
  }
}
