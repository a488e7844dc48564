/** Presets with a question, the seed, sliders, mechanisms and policies; and what was changed. */

import type { App } from "../app";
import type { Mechanism, Setup, Slider } from "../contract";
import { fill, h, say } from "../dom";
import { changes, isOn, type Made, valueOf, withMechanism, withPolicy, withValue } from "../state/setup";
import { icon } from "./icons";
import { OwnData } from "./own-data";
import { SliderRow } from "./slider-row";
import { mechanismList, policyList } from "./switches";

export class SettingsPanel {
  readonly element: HTMLElement;
  private readonly presets = h("select", { id: "preset", onchange: () => this.preset() });
  private readonly question = h("p", { class: "question" });
  private readonly look = h("p", { class: "muted small" });
  private readonly when = h("p", { class: "muted small" });
  private readonly made = h("ul", { class: "made" });
  private readonly rows: SliderRow[];
  private readonly mechanisms: Map<string, HTMLInputElement>;
  private readonly seed = h("input", { id: "seed", type: "number", min: 0, step: 1, onchange: () => this.reseed() });

  constructor(private readonly app: App) {
    const { settings } = app.documents;
    this.listPresets();
    const sliders = settings.sliders.filter((s) => s.name !== "seed");
    this.rows = sliders.map((slider) => new SliderRow(slider, (value) => this.moved(slider, value)));
    const mechanisms = mechanismList(settings.mechanisms, (mechanism, on) => this.turned(mechanism, on));
    this.mechanisms = mechanisms.boxes;
    const policies = policyList(settings.policies, ({ policy }) =>
      this.change(withPolicy(app.state.setup, policy, app.frame)),
    );
    this.element = h(
      "section",
      { class: "card settings", "aria-label": "Settings" },
      h("h2", {}, "The world"),
      h("label", { for: "preset", class: "small" }, "Preset"),
      [this.presets, this.question, this.look, this.made, this.seedRow(), this.when],
      h("div", { class: "sliders" }, ...this.rows.map((row) => row.element)),
      mechanisms.element,
      policies,
      new OwnData(app, () => this.listPresets()).element,
    );
  }

  update(): void {
    const { settings } = this.app.documents;
    const { setup } = this.app.state;
    const preset = settings.presets.find((p) => p.scenario === setup.scenario);
    this.presets.value = setup.scenario;
    say(this.question, preset?.question ?? this.app.world?.header.question ?? "");
    say(this.look, preset ? `Look for: ${preset.look_for}.` : "");
    this.seed.value = String(setup.seed);
    for (const row of this.rows) row.place(valueOf(settings, setup, row.slider), this.base(row.slider));
    for (const [name, box] of this.mechanisms) box.checked = isOn(setup, name);
    this.listChanges(changes(settings, setup));
    this.tick();
  }

  private listPresets(): void {
    const { presets } = this.app.documents.settings;
    fill(
      this.presets,
      presets.map((p) => h("option", { value: p.scenario }, p.title)),
    );
  }

  /** Says from when a change would hold. */
  tick(): void {
    const { frame } = this.app;
    const now = frame
      ? `this world goes on from quarter ${frame} with the change`
      : "this world starts with the change, and is what it was until then";
    say(this.when, `Marked “now”: ${now}. Marked “new world”: all begins anew.`);
  }

  private seedRow(): HTMLElement {
    const next = h("button", { type: "button", class: "quiet", onclick: () => this.next() }, icon("dice"), "Next seed");
    return h("div", { class: "seed" }, h("label", { for: "seed" }, "Seed of all random draws"), this.seed, next);
  }

  /** What differs from the preset, each with a button to undo it. */
  private listChanges(list: Made[]): void {
    const undo = ({ words, undone }: Made) => {
      const label = `Undo ${words}`;
      const button = { type: "button", class: "square small", "aria-label": label, title: "Undo" };
      return h("button", { ...button, onclick: () => this.change(undone) }, icon("close"));
    };
    const rows = list.map((one) => h("li", {}, h("span", {}, one.words), undo(one)));
    const compare = { type: "button", class: "quiet", onclick: () => this.compare() };
    fill(
      this.made,
      list.length ? h("li", { class: "small muted" }, "Changed here:") : null,
      rows,
      list.length ? h("li", { class: "muted" }, h("button", compare, "Compare with the unchanged world")) : null,
    );
  }

  private moved(slider: Slider, value: number): void {
    this.change(withValue(this.app.documents.settings, this.app.state.setup, slider, value, this.app.frame));
  }

  private base(slider: Slider): number {
    return this.app.documents.settings.values[this.app.state.setup.scenario]?.[slider.name] ?? slider.default;
  }

  /** Puts the world without all changes beside this one. */
  private compare(): void {
    const { scenario, seed, firms, quarters, ...rest } = this.app.state.setup;
    const setup: Setup = { scenario, seed, firms, quarters };
    this.app.change({ page: "compare", setup, other: { ...setup, ...rest } });
  }

  private preset(): void {
    const preset = this.app.documents.settings.presets.find((p) => p.scenario === this.presets.value);
    if (!preset) return;
    const setup = { ...preset.setup, seed: this.app.state.setup.seed };
    this.app.change({ setup, frame: 0, view: "", selection: null });
  }

  private turned(mechanism: Mechanism, on: boolean): void {
    const from = mechanism.takes === "new world" ? null : this.app.frame;
    this.change(withMechanism(this.app.state.setup, mechanism.name, on, from));
  }

  private next(): void {
    this.change({ ...this.app.state.setup, seed: this.app.state.setup.seed + 1 });
  }

  private reseed(): void {
    const seed = Number(this.seed.value);
    if (this.seed.value && Number.isSafeInteger(seed) && seed >= 0) this.change({ ...this.app.state.setup, seed });
    else this.app.warn(`A seed is a whole number from 0 on, not ${this.seed.value || "nothing"}.`);
  }

  private change(setup: Setup): void {
    this.app.change({ setup });
  }
}
