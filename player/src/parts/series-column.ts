/** The charts beside the network: first what the preset says to look for, then what always matters, then more on demand. */

import type { App } from "../app";
import { fill, h } from "../dom";
import type { Recording } from "../recording/recording";
import { chartTitles, ELSEWHERE, makeView, type View } from "./charts";

const ALWAYS = ["with_and_without", "failed_share", "ends_by_cause", "goals"];

export class SeriesColumn {
  readonly element: HTMLElement;
  private readonly also = h("p", { class: "small also" });
  private readonly list = h("div", { class: "charts" });
  private readonly more = h("select", { "aria-label": "Show another series", onchange: () => this.add() });
  private readonly views = new Map<string, View>();
  private shown: string[] = [];

  constructor(private readonly app: App) {
    this.element = h(
      "section",
      { class: "card series", "aria-label": "Series" },
      h("div", { class: "head" }, h("h2", {}, "What to look at"), this.more),
      this.also,
      this.list,
    );
  }

  update(): void {
    const { world, state } = this.app;
    if (!world) return;
    const titles = chartTitles(world);
    const wanted = [state.view, ...world.header.views, ...ALWAYS].filter(
      (name) => titles.has(name) && !ELSEWHERE.includes(name),
    );
    const names = [...new Set(wanted)].filter((name) => !(name.startsWith("foreign_with") && name !== state.view));
    if (names.join() !== this.shown.join()) {
      this.shown = names;
      fill(
        this.list,
        names.map((name) => this.view(name).element),
      );
      const others = [...titles].filter(([name]) => !names.includes(name));
      fill(
        this.more,
        h("option", { value: "" }, "Another series …"),
        others.map(([name, title]) => h("option", { value: name }, title)),
      );
    }
    this.lookAlso(world);
    for (const name of names) this.view(name).update();
    this.seek(this.app.frame);
  }

  seek(frame: number): void {
    for (const name of this.shown) this.view(name).seek(frame);
  }

  /** What the preset says to look for that is no chart: the map, the network, a single alliance. */
  private lookAlso(world: Recording): void {
    const { views } = world.header;
    const one = () => [...world.alive[this.app.frame], ...world.ends[this.app.frame], 0][0];
    const open =
      views.includes("inspector") && world.alliances
        ? h(
            "button",
            {
              type: "button",
              onclick: () => this.app.select({ kind: "alliance", name: String(world.code("alliances.id", one())) }),
            },
            "Open an alliance: who leads it, which stages it skips",
          )
        : null;
    const pictures = views.filter((name) => name === "map" || name === "network");
    fill(this.also, open, pictures.length ? `Look also at the ${pictures.join(" and the ")}.` : null);
    this.also.hidden = !open && !pictures.length;
  }

  private add(): void {
    if (this.more.value) this.app.change({ view: this.more.value });
  }

  private view(name: string): View {
    const view = this.views.get(name) ?? makeView(this.app, name);
    this.views.set(name, view);
    return view;
  }
}
