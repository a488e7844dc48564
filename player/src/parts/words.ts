/** Small pieces of the inspector. */

import type { App } from "../app";
import { h } from "../dom";
import type { Recording } from "../recording/recording";

/** A button that selects a firm. */
export function firmButton(app: App, firm: number): HTMLElement {
  const world = app.world!;
  return h(
    "button",
    {
      type: "button",
      class: "link",
      onclick: () => app.select({ kind: "firm", name: String(world.code("firms.id", firm)) }),
    },
    world.firmName(firm),
  );
}

/** A button that selects an alliance. */
export function allianceButton(app: App, alliance: number): HTMLElement {
  const world = app.world!;
  return h(
    "button",
    {
      type: "button",
      class: "link",
      onclick: () => app.select({ kind: "alliance", name: String(world.code("alliances.id", alliance)) }),
    },
    world.allianceName(alliance),
  );
}

/** Pairs of a term and what it is. */
export function facts(pairs: [string, Node | string | (Node | string)[] | null][]): HTMLElement {
  return h(
    "dl",
    { class: "facts" },
    pairs
      .filter(([, what]) => what !== null && what !== "")
      .map(([term, what]) => h("div", {}, h("dt", {}, term), h("dd", {}, what as Node))),
  );
}

/** A quarter as people read it, also one of the burn-in. */
export function quarterName(quarter: number): string {
  if (!Number.isFinite(quarter)) return "–";
  return quarter < 0 ? `${-quarter} quarters before the start` : `quarter ${quarter}`;
}

/** The word of a code of a column. */
export function coded(world: Recording, column: string, row: number, names: string[], place = 0): string {
  const code = world.has(column) ? world.code(column, row, place) : -1;
  return code < 0 ? "" : world.word(names[code] ?? "");
}

/** A list as one would say it: `a, b and c`. */
export function listed(words: string[]): string {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} and ${words[words.length - 1]}`;
}
