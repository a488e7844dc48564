/** The network with its key, its zoom, and what the pointer is on. */

import type { App } from "../app";
import { fill, h, say } from "../dom";
import { glyph } from "../drawing/bar-charts";
import { swatch } from "../drawing/line-chart";
import { type Colouring, Network } from "../drawing/network";
import { ACCENT, CALM, causeLook, nth, regionColour, STRAINED } from "../drawing/palette";
import type { Selection } from "../recording/selection";
import { capital } from "../recording/selection";
import { icon } from "./icons";

const REGION_NAMES: Record<string, string> = {
  EUR: "Europe",
  APAC: "Asia-Pacific",
  NAM: "North America",
  LAC: "Latin America",
  MEA: "Middle East and Africa",
};

export class NetworkCard {
  readonly element: HTMLElement;
  readonly network: Network;
  private readonly key = h("ul", { class: "key firms" });
  private readonly tip = h("div", { class: "tip", "aria-hidden": "true" });
  private readonly sentence = h("p", { class: "muted small" });

  constructor(private readonly app: App) {
    this.network = new Network("Network of firms and alliances; the list below holds the same.", (s) => app.select(s));
    const colouring = h(
      "select",
      { "aria-label": "Colour of firms", onchange: () => this.colour(colouring.value as Colouring) },
      h("option", { value: "region" }, "Colour: region"),
      h("option", { value: "industry" }, "Colour: industry"),
    );
    const zoom = [
      h(
        "button",
        {
          type: "button",
          class: "square",
          "aria-label": "Zoom in",
          title: "Zoom in",
          onclick: () => this.network.zoom(1.6),
        },
        icon("plus"),
      ),
      h(
        "button",
        {
          type: "button",
          class: "square",
          "aria-label": "Zoom out",
          title: "Zoom out",
          onclick: () => this.network.zoom(1 / 1.6),
        },
        icon("minus"),
      ),
      h(
        "button",
        {
          type: "button",
          class: "square",
          "aria-label": "Show all",
          title: "Show all",
          onclick: () => this.network.camera.whole(),
        },
        icon("whole"),
      ),
    ];
    this.tip.hidden = true;
    this.element = h(
      "section",
      { class: "card network" },
      h("div", { class: "head" }, h("h2", {}, "Firms and alliances"), colouring, h("div", { class: "zoom" }, zoom)),
      h("div", { class: "stage" }, this.network.surface.canvas, this.tip),
      this.key,
      this.sentence,
    );
    this.network.surface.canvas.addEventListener("pointermove", (event) => this.point(event));
    this.network.surface.canvas.addEventListener("pointerleave", () => (this.tip.hidden = true));
  }

  update(): void {
    const { world, places, who } = this.app;
    if (!world || !places) return;
    this.network.show(world, places, who, (firm) => firm);
    this.network.draw(this.app.clock.time);
    this.explain();
  }

  tick(time: number): void {
    this.network.draw(time);
  }

  private colour(colouring: Colouring): void {
    this.network.colouring = colouring;
    this.network.refresh();
    this.explain();
  }

  private explain(): void {
    const world = this.app.world!;
    const regions = [...new Set(world.header.countries.filter((c) => c.home).map((c) => c.region))].sort();
    const firms =
      this.network.colouring === "region"
        ? regions.map((region, i) =>
            h(
              "li",
              {},
              glyph({ colour: regionColour(region, i), shape: "circle" }),
              REGION_NAMES[region] ?? (region || "One region"),
            ),
          )
        : world.header.industries.map((name, i) => h("li", {}, glyph(nth(i)), capital(world.word(name))));
    fill(
      this.key,
      firms,
      h("li", {}, glyph({ colour: "#1b2733", shape: "circle" }), "sells abroad"),
      h("li", {}, glyph({ colour: "#1b2733", shape: "ring" }), "only at home"),
      h("li", {}, swatch({ colour: ACCENT }), "new, or ties of two countries"),
      h("li", {}, swatch({ colour: CALM }), "alliance"),
      h("li", {}, swatch({ colour: STRAINED, dash: "5 4" }), "under strain"),
      h("li", {}, glyph(causeLook("conflict")), "ends, by cause"),
    );
    if (this.network.gathers)
      return say(
        this.sentence,
        "So many firms are drawn as countries: the number of firms, and as a solid disc the share of them that sells abroad. Zoom in or select to see firms.",
      );
    say(
      this.sentence,
      "A circle grows with a firm’s assets. Under strain: a partner trusts less than .40, or conflict is above .50. Click a firm, a tie or a country to follow it everywhere. Zoom by a double click, by Shift and the wheel, or with + towards what is selected.",
    );
  }

  private point(event: PointerEvent): void {
    const [x, y] = this.network.surface.point(event);
    const found = this.network.pick(x, y);
    this.network.surface.canvas.style.cursor = found ? "pointer" : "default";
    this.tip.hidden = !found;
    if (!found) return;
    say(this.tip, this.words(found));
    const right = x > this.network.surface.width / 2;
    Object.assign(this.tip.style, {
      left: right ? "" : `${x + 14}px`,
      right: right ? `${this.network.surface.width - x + 10}px` : "",
      top: `${Math.max(0, y - 10)}px`,
    });
  }

  private words(found: Selection): string {
    const world = this.app.world!;
    if (found.kind === "country") return world.header.countries.find((c) => c.code === found.name)?.name ?? found.name;
    if (found.kind === "alliance") return `Alliance ${found.name}`;
    const firm = world.firmRow(Number(found.name));
    const ties = world.alive[this.app.frame].filter((a) => world.partners[a].includes(firm)).length;
    return `${world.firmName(firm)} · ${world.country(world.home[firm]).name} · ${world.word(world.header.industries[world.industry[firm]])} · ${ties || "no"} alliance${ties === 1 ? "" : "s"}`;
  }
}
