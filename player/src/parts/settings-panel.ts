/** Presets with a question; sliders with value, unit, meaning, source and default; mechanisms; policies; what was changed. */

import type { App } from "../app";
import type { Slider } from "../contract";
import { fill, h, mark, say } from "../dom";
import { number } from "../drawing/scales";
import { changes, isOn, valueOf, withMechanism, withPolicy, withValue } from "../state/setup";
import { icon } from "./icons";

interface Row {
  slider: Slider;
  input: HTMLInputElement;
  value: HTMLElement;
  back: HTMLButtonElement;
}

export class SettingsPanel {
  readonly element: HTMLElement;
  private readonly presets = h("select", { id: "preset", onchange: () => this.preset() });
  private readonly question = h("p", { class: "question" });
  private readonly look = h("p", { class: "muted small" });
  private readonly when = h("p", { class: "muted small" });
  private readonly made = h("ul", { class: "made" });
  private readonly rows: Row[];
  private readonly mechanisms: [string, HTMLInputElement][];
  private readonly seed = h("input", { id: "seed", type: "number", min: 0, step: 1, onchange: () => this.reseed(Number(this.seed.value)) });

  constructor(private readonly app: App) {
    const { settings } = app.documents;
    fill(this.presets, settings.presets.map((p) => h("option", { value: p.scenario }, p.title)));
    this.rows = settings.sliders.filter((s) => s.name !== "seed").map((slider) => this.row(slider));
    this.mechanisms = settings.mechanisms.map((m) => [m.name, h("input", { type: "checkbox", onchange: (event: Event) => this.mechanism(m.name, (event.target as HTMLInputElement).checked) })]);
    this.element = h("section", { class: "card settings", "aria-label": "Settings" },
      h("h2", {}, "The world"), h("label", { for: "preset", class: "small" }, "Preset"), this.presets, this.question, this.look, this.made,
      h("div", { class: "seed" }, h("label", { for: "seed" }, "Seed of all random draws"), this.seed, h("button", { type: "button", class: "quiet", onclick: () => this.reseed(this.app.state.setup.seed + 1) }, icon("dice"), "Next seed")),
      this.when,
      h("div", { class: "sliders" }, this.rows.map((row) => this.labelled(row))),
      h("details", {}, h("summary", {}, "Mechanisms"), h("p", { class: "muted small" }, "Untick one to switch it off: those marked “now” from this quarter on, the others in a new world."), h("ul", { class: "checks" }, settings.mechanisms.map((m, i) => h("li", {}, h("label", {}, this.mechanisms[i][1], h("span", {}, m.title, " ", m.takes ? h("span", { class: `when ${m.takes === "now" ? "now" : "new"}` }, m.takes) : null, h("small", { class: "muted" }, [m.does, m.theory].filter(Boolean).join(" ")))))))),
      h("details", {}, h("summary", {}, "Try a policy"), h("p", { class: "muted small" }, "It starts in this quarter."), h("ul", { class: "policies" }, settings.policies.map((p) => h("li", {}, h("button", { type: "button", onclick: () => this.change(withPolicy(app.state.setup, p.policy, app.frame)) }, p.title), h("span", { class: "muted small" }, p.sentence))))));
  }

  update(): void {
    const { settings } = this.app.documents;
    const { setup } = this.app.state;
    const preset = settings.presets.find((p) => p.scenario === setup.scenario);
    this.presets.value = setup.scenario;
    say(this.question, preset?.question ?? this.app.world?.header.question ?? "");
    say(this.look, preset ? `Look for: ${preset.look_for}.` : "");
    this.seed.value = String(setup.seed);
    for (const row of this.rows) this.place(row, valueOf(settings, setup, row.slider));
    for (const [name, box] of this.mechanisms) box.checked = isOn(setup, name);
    const list = changes(settings, setup);
    fill(this.made, list.length ? h("li", { class: "small muted" }, "Changed here:") : null, list.map((one) => h("li", {}, h("span", {}, one.words), h("button", { type: "button", class: "square small", "aria-label": `Undo ${one.words}`, title: "Undo", onclick: () => this.change(one.undone) }, icon("close")))), list.length ? h("li", { class: "muted" }, h("button", { type: "button", class: "quiet", onclick: () => this.compare() }, "Compare with the unchanged world")) : null);
    this.tick();
  }

  /** Says from when a change would hold. */
  tick(): void {
    const { frame } = this.app;
    say(this.when, frame ? `Marked “now”: this world goes on from quarter ${frame} with the change. Marked “new world”: all begins anew.` : "Marked “now”: this world starts with the change, and is what it was until then. Marked “new world”: all begins anew.");
  }

  private row(slider: Slider): Row {
    const input = h("input", { type: "range", id: `set-${slider.name}`, min: slider.low, max: slider.high, step: slider.step, oninput: () => this.moved(row), onchange: () => this.moved(row, true) });
    const back = h("button", { type: "button", class: "link", onclick: () => this.change(withValue(this.app.documents.settings, this.app.state.setup, slider, this.base(slider), this.app.frame)) });
    const row: Row = { slider, input, back, value: h("output", { for: `set-${slider.name}` }) };
    return row;
  }

  private labelled(row: Row): HTMLElement {
    const { slider } = row;
    const source = [slider.evidence && `Evidence: ${slider.evidence}.`, slider.source].filter(Boolean).join(" ");
    return h("div", { class: "slider" },
      h("div", { class: "name" }, h("label", { for: `set-${slider.name}` }, slider.title), row.value),
      row.input,
      h("p", { class: "muted small" }, slider.meaning),
      h("div", { class: "foot" }, h("span", { class: `when ${slider.takes === "now" ? "now" : "new"}` }, slider.takes), row.back, source ? h("details", { class: "source" }, h("summary", {}, "Source"), h("p", { class: "small" }, source)) : null));
  }

  private place(row: Row, value: number): void {
    if (value < Number(row.input.min)) row.input.min = String(value);
    if (value > Number(row.input.max)) row.input.max = String(value);
    row.input.value = String(value);
    this.moved(row);
    const base = this.base(row.slider);
    say(row.back, value === base ? `default ${number(base)}` : `back to ${number(base)}`);
    row.back.disabled = value === base;
  }

  private moved(row: Row, done = false): void {
    const value = Number(row.input.value);
    const unit = row.slider.unit_words || row.slider.unit;
    const words = `${number(value)}${unit ? ` ${unit}` : ""}`;
    say(row.value, words);
    mark(row.input, "aria-valuetext", words);
    if (done) this.change(withValue(this.app.documents.settings, this.app.state.setup, row.slider, value, this.app.frame));
  }

  private base(slider: Slider): number {
    return this.app.documents.settings.values[this.app.state.setup.scenario]?.[slider.name] ?? slider.default;
  }

  /** Puts the world without all changes beside this one. */
  private compare(): void {
    const { scenario, seed, firms, quarters, ...rest } = this.app.state.setup;
    this.app.change({ page: "compare", setup: { scenario, seed, firms, quarters }, other: { scenario, seed, firms, quarters, ...rest } });
  }

  private preset(): void {
    const preset = this.app.documents.settings.presets.find((p) => p.scenario === this.presets.value);
    if (preset) this.app.change({ setup: { ...preset.setup, seed: this.app.state.setup.seed }, frame: 0, view: "", selection: null });
  }

  private mechanism(name: string, on: boolean): void {
    const anew = this.app.documents.settings.mechanisms.find((m) => m.name === name)?.takes === "new world";
    this.change(withMechanism(this.app.state.setup, name, on, anew ? null : this.app.frame));
  }

  private reseed(seed: number): void {
    if (Number.isSafeInteger(seed) && seed >= 0) this.change({ ...this.app.state.setup, seed });
    else this.app.warn(`A seed is a whole number from 0 on, not ${this.seed.value || "nothing"}.`);
  }

  private change(setup: App["state"]["setup"]): void {
    this.app.change({ setup });
  }
}
