/** The world map with its key. */

import type { App } from "../app";
import { fill, h, say } from "../dom";
import { swatch } from "../drawing/line-chart";
import { ACCENT, SECOND, STRAINED } from "../drawing/palette";
import { type MapShows, SHADES, WorldMap } from "../drawing/worldmap";

export class MapCard {
  readonly element: HTMLElement;
  readonly map: WorldMap;
  private readonly key = h("ul", { class: "key" });
  private readonly sentence = h("p", { class: "muted small" });

  constructor(private readonly app: App) {
    this.map = new WorldMap("World map of firms abroad; the list below holds the same.", (s) => app.select(s));
    const shows = h(
      "select",
      { "aria-label": "Lines of the map", onchange: () => this.turn(shows.value as MapShows) },
      h("option", { value: "abroad" }, "Lines: who is abroad"),
      h("option", { value: "alliances" }, "Lines: alliances"),
    );
    this.element = h(
      "section",
      { class: "card map" },
      h("div", { class: "head" }, h("h2", {}, "The world"), shows),
      h("div", { class: "stage" }, this.map.surface.canvas),
      this.key,
      this.sentence,
    );
  }

  update(): void {
    const { world, who, state } = this.app;
    if (!world) return;
    this.map.show(world, who, state.selection);
    this.map.draw(this.app.frame);
    this.explain();
  }

  tick(frame: number): void {
    this.map.draw(frame);
  }

  private turn(shows: MapShows): void {
    this.map.shows = shows;
    this.map.draw(this.app.frame, true);
    this.explain();
  }

  private explain(): void {
    const shades = SHADES.map(([colour, from], i) =>
      h(
        "li",
        { class: "shade", style: `--shade: ${colour}` },
        i === 0 ? "none" : i === SHADES.length - 1 ? `${from} +` : `${from}`,
      ),
    );
    const modes = [
      ["alone", ACCENT, undefined],
      ["with a partner", SECOND, "9 3 2 3"],
    ] as const;
    const lines =
      this.map.shows === "alliances"
        ? [
            h("li", {}, swatch({ colour: ACCENT }), "alliances"),
            h("li", {}, swatch({ colour: STRAINED, dash: "5 4" }), "half of them under strain"),
          ]
        : this.app.who.all
          ? [h("li", {}, swatch({ colour: ACCENT }), "the 60 busiest ways, from home to market")]
          : modes.map(([words, colour, dash]) => h("li", {}, swatch({ colour, dash }), words));
    fill(this.key, h("li", {}, "Foreign firms in a market:"), shades, lines);
    say(
      this.sentence,
      this.app.who.all
        ? ""
        : "Lines go from a firm’s home to its markets: dotted for exports, dashed with a partner, solid for a subsidiary of its own.",
    );
    this.sentence.hidden = this.app.who.all;
  }
}
