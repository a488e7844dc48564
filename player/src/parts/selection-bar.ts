/** What is selected, and native controls to select anything: the keyboard's and the screen reader's way to the canvas. */

import type { App } from "../app";
import { fill, h, say } from "../dom";
import { capital, type Kind, title } from "../recording/selection";
import { icon } from "./icons";

const FIRST = 60; // rows of the list before "more"

export class SelectionBar {
  readonly element: HTMLElement;
  private readonly chosen = h("div", { class: "chosen" });
  private readonly selects: Record<"country" | "industry" | "cause", HTMLSelectElement>;
  private readonly number = h("input", {
    type: "number",
    min: 0,
    "aria-label": "Number of a firm or alliance",
    placeholder: "number",
  });
  private readonly list = h("ul", { class: "rows" });
  private readonly details: HTMLDetailsElement;
  private most = FIRST;

  constructor(private readonly app: App) {
    const choice = (kind: "country" | "industry" | "cause") => {
      const select = h("select", {
        "aria-label": `Select by ${kind}`,
        onchange: () => app.change({ selection: select.value ? { kind, name: select.value } : null }),
      });
      return select;
    };
    this.selects = { country: choice("country"), industry: choice("industry"), cause: choice("cause") };
    const by = (kind: Kind) => h("button", { type: "button", onclick: () => this.find(kind) }, capital(kind));
    const form = h(
      "form",
      { class: "find", onsubmit: (event: Event) => (event.preventDefault(), this.find("firm")) },
      this.number,
      by("firm"),
      by("alliance"),
    );
    this.details = h(
      "details",
      { class: "list", ontoggle: () => this.rows() },
      h("summary", {}, "List of firms and alliances in this quarter"),
      this.list,
    );
    this.element = h(
      "section",
      { class: "selecting", "aria-label": "Selection" },
      this.chosen,
      form,
      h("div", { class: "choices" }, Object.values(this.selects)),
    );
  }

  /** The list beside the canvas. */
  get listing(): HTMLElement {
    return this.details;
  }

  update(): void {
    const { world, state, who } = this.app;
    if (!world) return;
    const { selection } = state;
    const options = (first: string, items: [string, string][]) => [
      h("option", { value: "" }, first),
      ...items.map(([value, words]) => h("option", { value }, words)),
    ];
    fill(
      this.selects.country,
      options(
        "All countries",
        world.header.countries.map((c): [string, string] => [c.code, c.name]).sort((a, b) => a[1].localeCompare(b[1])),
      ),
    );
    fill(
      this.selects.industry,
      options(
        "All industries",
        world.header.industries.map((name) => [name, capital(world.word(name))]),
      ),
    );
    fill(
      this.selects.cause,
      options(
        "All causes of an end",
        world.header.causes.map((name) => [name, capital(world.word(name))]),
      ),
    );
    for (const [kind, select] of Object.entries(this.selects))
      select.value = selection?.kind === kind ? selection.name : "";
    const words = selection
      ? who.all
        ? `${title(world, selection)} is not in this world`
        : title(world, selection)
      : "";
    fill(
      this.chosen,
      selection
        ? [
            h("strong", {}, words),
            h(
              "button",
              {
                type: "button",
                class: "square",
                "aria-label": "Clear the selection",
                title: "Clear the selection (Escape)",
                onclick: () => this.app.change({ selection: null }),
              },
              icon("close"),
            ),
          ]
        : h("span", { class: "muted small" }, "Select anything: all views follow."),
    );
    this.most = FIRST;
    this.rows();
  }

  /** Rows only while the list is open and the clock stands: nothing to do while playing. */
  rows(): void {
    const { world, who, frame, clock } = this.app;
    if (!world || !this.details.open || clock.playing) return;
    const alliances = [...world.ends[frame], ...world.alive[frame]].filter((a) => who.alliances[a]);
    const ended = new Set(world.ends[frame]);
    const rows = alliances.map((a) =>
      this.row(
        "alliance",
        world.code("alliances.id", a),
        `${world.allianceName(a)}: ${world.partners[a].map((f) => `${world.code("firms.id", f)} (${world.country(world.home[f]).name})`).join(", ")}${ended.has(a) ? `, ended: ${world.word(world.header.causes[world.cause[a]])}` : ""}`,
      ),
    );
    for (let firm = 0; firm < world.firms; firm++) {
      if (who.firms[firm] && world.lives(frame, firm))
        rows.push(
          this.row(
            "firm",
            world.code("firms.id", firm),
            `${world.firmName(firm)}: ${world.country(world.home[firm]).name}, ${world.word(world.header.industries[world.industry[firm]])}`,
          ),
        );
    }
    const more =
      rows.length > this.most
        ? h(
            "li",
            {},
            h(
              "button",
              { type: "button", class: "quiet", onclick: () => ((this.most += 10 * FIRST), this.rows()) },
              `Show more (${rows.length - this.most} left)`,
            ),
          )
        : null;
    fill(this.list, rows.slice(0, this.most), more);
  }

  private row(kind: Kind, id: number, words: string): HTMLElement {
    return h(
      "li",
      {},
      h("button", { type: "button", class: "row", onclick: () => this.app.select({ kind, name: String(id) }) }, words),
    );
  }

  private find(kind: Kind): void {
    const world = this.app.world;
    const id = Number(this.number.value);
    if (!world || this.number.value === "") return void this.number.focus();
    const row = kind === "firm" ? world.firmRow(id) : world.allianceRow(id);
    if (row < 0) this.app.warn(`There is no ${kind} ${this.number.value} in this world.`);
    else this.app.change({ selection: { kind, name: String(id) } });
    say(this.chosen, "");
    this.update();
  }
}
