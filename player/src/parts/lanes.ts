/** A firm's time line: one lane for each alliance and each foreign market. */

import type { App } from "../app";
import { h, s } from "../dom";
import { glyph } from "../drawing/bar-charts";
import { ACCENT, causeLook, type Look, nth, SECOND } from "../drawing/palette";
import type { Recording, Spell } from "../recording/recording";
import { allianceButton } from "./words";

const MOST_MARKETS = 12;
const TRACK = "#e6ebf0";

export function lanes(app: App, firm: number): HTMLElement {
  const world = app.world!;
  const alliances = world.partners.flatMap((partners, a) => (partners.includes(firm) ? [a] : []));
  const markets = new Map<number, Spell[]>();
  for (const spell of world.spells) {
    if (spell.firm === firm) markets.set(spell.market, [...(markets.get(spell.market) ?? []), spell]);
  }
  if (!alliances.length && !markets.size) {
    return h("p", { class: "muted small" }, "No alliance and no foreign market in this run.");
  }
  const left = markets.size - MOST_MARKETS;
  const shown = [...markets].slice(0, MOST_MARKETS);
  return h(
    "ul",
    { class: "lanes" },
    alliances.map((alliance) => allianceLane(app, alliance)),
    shown.map(([market, spells]) => marketLane(world, market, spells)),
    left > 0 ? h("li", { class: "muted small" }, `and ${left} more markets`) : null,
  );
}

function allianceLane(app: App, alliance: number): HTMLElement {
  const world = app.world!;
  const end = world.endFrame[alliance];
  const cause = world.header.causes[world.cause[alliance]];
  const look = end >= 0 ? causeLook(cause, world.cause[alliance]) : null;
  const words = look ? ` ended in quarter ${end - 1}: ${world.word(cause)}` : " lives on";
  const name = [allianceButton(app, alliance), " ", look && glyph(look), h("span", { class: "muted small" }, words)];
  const to = look ? end : world.frames - 1;
  const bars = [bar(world, world.firstFrame[alliance], to, ACCENT), look && endMark(world, end, look)];
  return h("li", {}, h("div", { class: "lane-name" }, name), track(bars));
}

function marketLane(world: Recording, market: number, spells: Spell[]): HTMLElement {
  const modes = [...new Set(spells.map((spell) => world.word(world.header.modes[spell.mode])))].join(", then ");
  const name = h("div", { class: "lane-name small" }, `${world.country(market).name}: ${modes}`);
  const colour = (spell: Spell) => (spell.alliance >= 0 ? SECOND : nth(2).colour);
  return h("li", {}, name, track(spells.map((spell) => bar(world, spell.from, spell.to, colour(spell)))));
}

function track(bars: (SVGElement | null)[]): SVGElement {
  const box = { class: "lane", viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" };
  return s("svg", box, s("rect", { x: 0, y: 4, width: 100, height: 2, fill: TRACK }), bars);
}

function bar(world: Recording, from: number, to: number, fill: string): SVGElement {
  const width = Math.max(0.6, across(world, to) - across(world, from));
  return s("rect", { x: across(world, from), y: 2, width, height: 6, fill });
}

function endMark(world: Recording, frame: number, look: Look): SVGElement {
  return s("rect", { x: Math.max(0, across(world, frame) - 0.8), y: 0, width: 1.6, height: 10, fill: look.colour });
}

function across(world: Recording, frame: number): number {
  return (100 * Math.max(0, Math.min(world.frames - 1, frame))) / (world.frames - 1);
}
