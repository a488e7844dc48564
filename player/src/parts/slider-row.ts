/** A slider of the settings: value, unit, meaning, default, source on demand, and whether it takes effect now. */

import type { Slider } from "../contract";
import { h, mark, say } from "../dom";
import { number } from "../drawing/scales";

export class SliderRow {
  readonly element: HTMLElement;
  private readonly input: HTMLInputElement;
  private readonly value: HTMLElement;
  private readonly back: HTMLButtonElement;
  private base = 0;

  constructor(
    readonly slider: Slider,
    private readonly chosen: (value: number) => void,
  ) {
    const id = `set-${slider.name}`;
    const { low: min, high: max, step } = slider;
    const oninput = () => this.tell();
    const onchange = () => this.chosen(Number(this.input.value));
    this.input = h("input", { type: "range", id, min, max, step, oninput, onchange });
    this.value = h("output", { for: id });
    this.back = h("button", { type: "button", class: "link", onclick: () => this.chosen(this.base) });
    this.element = h(
      "div",
      { class: "slider" },
      h("div", { class: "name" }, h("label", { for: id }, slider.title), this.value),
      this.input,
      h("p", { class: "muted small" }, slider.meaning),
      h("div", { class: "foot" }, taking(slider.takes), this.back, this.source()),
    );
  }

  /** Stands at a value; `base` is what the preset has. */
  place(value: number, base: number): void {
    this.base = base;
    if (value < Number(this.input.min)) this.input.min = String(value);
    if (value > Number(this.input.max)) this.input.max = String(value);
    this.input.value = String(value);
    this.tell();
    say(this.back, value === base ? `default ${number(base)}` : `back to ${number(base)}`);
    this.back.disabled = value === base;
  }

  private tell(): void {
    const unit = this.slider.unit_words || this.slider.unit;
    const words = `${number(Number(this.input.value))}${unit ? ` ${unit}` : ""}`;
    say(this.value, words);
    mark(this.input, "aria-valuetext", words);
  }

  private source(): HTMLElement | null {
    const { evidence, source } = this.slider;
    const words = [evidence && `Evidence: ${evidence}.`, source].filter(Boolean).join(" ");
    if (!words) return null;
    return h("details", { class: "source" }, h("summary", {}, "Source"), h("p", { class: "small" }, words));
  }
}

/** The mark `now` or `new world`. */
export function taking(takes: "now" | "new world"): HTMLElement {
  return h("span", { class: `when ${takes === "now" ? "now" : "new"}` }, takes);
}
