/** What the second world has else: a setting, a mechanism off, a policy, another preset. */

import type { App } from "../app";
import type { Setup } from "../contract";
import { fill, h, say } from "../dom";
import { number } from "../drawing/scales";
import { valueOf } from "../state/setup";

type What = "setting" | "mechanism" | "policy" | "preset";
const WHATS: [What, string][] = [
  ["setting", "a setting"],
  ["mechanism", "a mechanism switched off"],
  ["policy", "a policy or shock"],
  ["preset", "another preset"],
];

export class ChangeForm {
  readonly element: HTMLFormElement;
  private readonly what = h(
    "select",
    { "aria-label": "Change", onchange: () => this.draw() },
    WHATS.map(([value, words]) => h("option", { value }, words)),
  );
  private readonly which = h("select", { "aria-label": "Which one", onchange: () => this.value() });
  private readonly amount = h("input", {
    type: "range",
    "aria-label": "Value in the second world",
    oninput: () => this.tell(),
  });
  private readonly words = h("output", { class: "amount" });
  private readonly meaning = h("p", { class: "muted small" });

  constructor(
    private readonly app: App,
    private readonly play: (other: Setup) => void,
  ) {
    this.element = h(
      "form",
      { class: "card change", onsubmit: (event: Event) => (event.preventDefault(), this.play(this.other())) },
      h("span", {}, "In the second world, change"),
      this.what,
      this.which,
      h("span", { class: "to" }, this.amount, this.words),
      h("button", { type: "submit", class: "primary" }, "Play both"),
      this.meaning,
    );
  }

  update(): void {
    this.draw();
  }

  private draw(): void {
    const { settings } = this.app.documents;
    const lists: Record<What, [string, string][]> = {
      setting: settings.sliders.filter((s) => s.takes === "now").map((s) => [s.name, s.title]),
      mechanism: settings.mechanisms.map((m) => [m.name, m.title]),
      policy: settings.policies.map((p, i) => [String(i), p.title]),
      preset: settings.presets
        .filter((p) => p.scenario !== this.app.state.setup.scenario)
        .map((p) => [p.scenario, p.title]),
    };
    const kept = this.which.value;
    const list = lists[this.what.value as What];
    fill(
      this.which,
      list.map(([value, words]) => h("option", { value }, words)),
    );
    if (list.some(([value]) => value === kept)) this.which.value = kept;
    this.value();
  }

  private value(): void {
    const { settings } = this.app.documents;
    const slider =
      this.what.value === "setting" ? settings.sliders.find((s) => s.name === this.which.value) : undefined;
    this.amount.parentElement!.hidden = !slider;
    if (slider) {
      Object.assign(this.amount, { min: slider.low, max: slider.high, step: slider.step });
      const now = valueOf(settings, this.app.state.setup, slider);
      this.amount.value = String(now > (slider.low + slider.high) / 2 ? slider.low : slider.high);
    }
    this.tell();
  }

  private tell(): void {
    const { settings } = this.app.documents;
    const which = this.which.value;
    const slider = settings.sliders.find((s) => s.name === which);
    if (this.what.value === "setting" && slider) {
      const unit = slider.unit_words || slider.unit;
      say(
        this.words,
        `${number(Number(this.amount.value))}${unit ? ` ${unit}` : ""}, instead of ${number(valueOf(settings, this.app.state.setup, slider))}`,
      );
      return say(this.meaning, slider.meaning);
    }
    const meanings: Record<string, string | undefined> = {
      mechanism:
        settings.mechanisms.find((m) => m.name === which)?.does ??
        settings.mechanisms.find((m) => m.name === which)?.theory,
      policy: settings.policies[Number(which)]?.sentence,
      preset: settings.presets.find((p) => p.scenario === which)?.question,
    };
    say(this.meaning, meanings[this.what.value] ?? "");
  }

  private other(): Setup {
    const { setup } = this.app.state;
    const which = this.which.value;
    const act = (more: Record<string, unknown>): Setup => ({
      ...setup,
      acts: [...(setup.acts ?? []), { quarter: 0, ...more }],
    });
    if (this.what.value === "setting") return act({ parameter: which, value: Number(this.amount.value) });
    if (this.what.value === "mechanism")
      return this.app.documents.settings.mechanisms.find((m) => m.name === which)?.takes === "new world"
        ? { ...setup, without: [...(setup.without ?? []), which] }
        : act({ without: which });
    if (this.what.value === "policy")
      return act({ policy: this.app.documents.settings.policies[Number(which)].policy });
    const preset = this.app.documents.settings.presets.find((p) => p.scenario === which);
    return { ...(preset?.setup ?? setup), seed: setup.seed };
  }
}
