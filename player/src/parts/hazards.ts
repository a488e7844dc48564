/** The hazards that an alliance faces, as bars, with what the draw must be below. */

import type { App } from "../app";
import { h, s } from "../dom";
import { glyph } from "../drawing/bar-charts";
import { causeLook, INK } from "../drawing/palette";
import { number } from "../drawing/scales";
import { capital } from "../recording/selection";

const HIGHEST = 0.25; // draws above are told as this one

/** Bars of the yearly hazards in a frame, the chance of an end in this quarter, and the draw against it. */
export function hazards(app: App, alliance: number, frame: number): HTMLElement {
  const world = app.world!;
  const row = world.lifeRow(alliance, frame);
  if (row < 0) return h("p", { class: "muted small" }, "It does not live in this quarter.");
  const rates = world.header.hazards.map((cause, i) => ({ cause, rate: world.value("life.hazards", row, i) || 0 }));
  const most = Math.max(0.2, ...rates.map((r) => r.rate));
  const bars = rates.map(({ cause, rate }) => {
    const look = causeLook(cause);
    const width = (100 * rate) / most;
    return h(
      "li",
      {},
      glyph(look),
      h("span", { class: "what" }, capital(world.word(cause))),
      h("span", { class: "bar" }, h("i", { style: `width: ${width.toFixed(1)}%; background: ${look.colour}` })),
      h("b", {}, `${number(100 * rate)}\u00a0%`),
    );
  });
  const [chance, draw] = [world.value("life.chance", row), world.value("life.draw", row)];
  return h(
    "div",
    {},
    h("p", { class: "muted small" }, "What could end it, as a yearly hazard:"),
    h("ul", { class: "hazards" }, bars),
    drawn(chance, draw),
  );
}

/** The chance of an end as a stretch from 0 to the highest draw that is told, and the draw as a mark on it. */
function drawn(chance: number, draw: number): HTMLElement {
  if (!(chance > 0)) return h("p", { class: "muted small" }, "No draw was made in this quarter.");
  const most = Math.max(HIGHEST, chance);
  const high = draw >= HIGHEST - 0.002 && draw >= chance;
  const ends = draw < chance;
  const x = (v: number) => 6 + 288 * Math.min(1, v / most);
  const picture = s(
    "svg",
    { viewBox: "0 0 300 34", role: "img", "aria-label": `Chance ${number(100 * chance)} %, draw ${number(draw)}` },
    s("rect", { x: 6, y: 12, width: 288, height: 10, fill: "#e6ebf0", rx: 2 }),
    s("rect", { x: 6, y: 12, width: x(chance) - 6, height: 10, fill: ends ? "#d1480c" : "#7c8b9a", rx: 2 }),
    s("path", { d: `M${x(draw)} 11l-5-8h10z`, fill: INK }),
    s("line", { x1: x(draw), x2: x(draw), y1: 9, y2: 25, stroke: INK, "stroke-width": 1.5 }),
  );
  const words = ends ? " is below it: the alliance ends." : " is above it: none of them ends it.";
  return h(
    "div",
    { class: "draw" },
    picture,
    h(
      "p",
      { class: "small" },
      "Chance that one of them ends it this quarter: ",
      h("b", {}, `${number(100 * chance)}\u00a0%`),
      ". Draw: ",
      h("b", {}, `${number(100 * Math.min(draw, most))}\u00a0%${high ? " or more" : ""}`),
      words,
    ),
  );
}
