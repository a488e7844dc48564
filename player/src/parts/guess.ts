/** The learner's guess: a number, one of some choices, or a line drawn over the quarters. */

import type { Prediction } from "../contract";
import { h, mark, s, say } from "../dom";
import { grid, wide } from "../drawing/line-chart";
import { GUESS, PAPER } from "../drawing/palette";
import { number, withUnit } from "../drawing/scales";

/** A number, the place of a choice, or a value for each of the handles of a line. */
export type Guess = number | number[];

export const HANDLES = 9;

/** A control for a prediction; calls back at every change. */
export function guessing(
  predict: Prediction,
  frames: number,
  before: Guess | null,
  changed: (guess: Guess) => void,
): HTMLElement {
  if (predict.kind === "choice") return choice(predict, before, changed);
  if (predict.kind === "line") return new DrawnLine(predict, frames, before, changed).element;
  return amount(predict, before, changed);
}

/** The value of a guess in every frame, as a line; of a choice, none. */
export function guessLine(predict: Prediction, guess: Guess | null, frames: number): number[] | null {
  if (guess === null || predict.kind === "choice") return null;
  if (!Array.isArray(guess)) return new Array<number>(frames).fill(guess);
  return Array.from({ length: frames }, (_, f) => {
    const at = (f / Math.max(1, frames - 1)) * (guess.length - 1);
    const i = Math.min(guess.length - 2, Math.floor(at));
    return guess[i] + (guess[i + 1] - guess[i]) * (at - i);
  });
}

/** The guess as one would say it. */
export function guessWords(predict: Prediction, guess: Guess | null): string {
  if (guess === null) return "You made no guess.";
  if (predict.kind === "choice") return `You said: ${predict.choices?.[Number(guess)] ?? "–"}.`;
  return Array.isArray(guess) ? "Your line is drawn in purple." : `Your guess: ${withUnit(guess, predict.unit ?? "")}.`;
}

function choice(predict: Prediction, before: Guess | null, changed: (guess: Guess) => void): HTMLElement {
  const options = (predict.choices ?? []).map((words, i) =>
    h(
      "label",
      { class: "choice" },
      h("input", { type: "radio", name: "guess", value: i, checked: before === i, onchange: () => changed(i) }),
      h("span", {}, words),
    ),
  );
  return h("fieldset", { class: "guess" }, h("legend", {}, predict.ask), options);
}

function amount(predict: Prediction, before: Guess | null, changed: (guess: Guess) => void): HTMLElement {
  const [low, high] = [predict.low ?? 0, predict.high ?? 100];
  const start = typeof before === "number" ? before : (low + high) / 2;
  const out = h("output", { class: "big" }, withUnit(start, predict.unit ?? ""));
  const input = h("input", {
    type: "range",
    min: low,
    max: high,
    step: (high - low) / 100,
    value: start,
    "aria-label": predict.ask,
    oninput: () => tell(),
  });
  const tell = () => {
    const value = Number(input.value);
    say(out, withUnit(value, predict.unit ?? ""));
    mark(input, "aria-valuetext", out.textContent ?? "");
    changed(value);
  };
  input.value = String(start);
  if (before === null) changed(start);
  return h(
    "div",
    { class: "guess" },
    h("p", { class: "ask" }, predict.ask),
    out,
    h("div", { class: "ends" }, h("span", {}, number(low)), input, h("span", {}, number(high))),
  );
}

/** A line that one draws with the pointer, or moves by sliders. */
class DrawnLine {
  readonly element: HTMLElement;
  private readonly values: number[];
  private readonly low: number;
  private readonly high: number;
  private readonly path = s("path", {
    fill: "none",
    stroke: GUESS,
    "stroke-width": 4,
    "stroke-linejoin": "round",
    "stroke-linecap": "round",
  });
  private readonly dots: SVGElement[];
  private readonly sliders: HTMLInputElement[];
  private readonly picture: SVGSVGElement;
  private readonly size = wide();
  private drawing = false;

  constructor(
    private readonly predict: Prediction,
    frames: number,
    before: Guess | null,
    private readonly changed: (guess: Guess) => void,
  ) {
    [this.low, this.high] = [predict.low ?? 0, predict.high ?? 100];
    this.values = Array.isArray(before) ? [...before] : new Array<number>(HANDLES).fill((this.low + this.high) / 2);
    this.dots = this.values.map(() => s("circle", { r: 7, fill: PAPER, stroke: GUESS, "stroke-width": 3 }));
    const quarter = (i: number) => Math.round((i * (frames - 1)) / (HANDLES - 1));
    this.sliders = this.values.map((v, i) =>
      h("input", {
        type: "range",
        min: this.low,
        max: this.high,
        step: (this.high - this.low) / 100,
        value: v,
        "aria-label": i ? `Quarter ${quarter(i)}` : "Start",
        oninput: () => this.set(i, Number(this.sliders[i].value)),
      }),
    );
    const x = (f: number) => this.size.left + (f / (frames - 1)) * (this.size.width - this.size.left - this.size.right);
    this.picture = s(
      "svg",
      {
        class: "draw-here",
        viewBox: `0 0 ${this.size.width} ${this.size.height}`,
        role: "img",
        "aria-label": "Your line; the sliders below hold it",
      },
      ...grid([this.low, this.high], (v) => this.y(v), frames, x, predict.unit ?? "", this.size),
      this.path,
      ...this.dots,
    );
    this.picture.addEventListener("pointerdown", (event) => this.begin(event));
    this.picture.addEventListener("pointermove", (event) => this.drawing && this.draw(event));
    for (const end of ["pointerup", "pointercancel"]) this.picture.addEventListener(end, () => (this.drawing = false));
    this.element = h(
      "div",
      { class: "guess" },
      h("p", { class: "ask" }, predict.ask),
      h(
        "p",
        { class: "muted small" },
        "Draw your line into the picture with the pointer or a finger, or use the sliders below.",
      ),
      this.picture,
      h(
        "details",
        {},
        h("summary", {}, "Sliders for the line"),
        h(
          "div",
          { class: "handles" },
          this.sliders.map((slider, i) => h("label", {}, i ? `quarter ${quarter(i)}` : "start", slider)),
        ),
      ),
    );
    this.redraw();
    if (before === null) changed(this.values);
  }

  private begin(event: PointerEvent): void {
    this.drawing = true;
    this.picture.setPointerCapture(event.pointerId);
    this.draw(event);
  }

  private draw(event: PointerEvent): void {
    const box = this.picture.getBoundingClientRect();
    const u =
      (((event.clientX - box.left) / box.width) * this.size.width - this.size.left) /
      (this.size.width - this.size.left - this.size.right);
    const v = ((event.clientY - box.top) / box.height) * this.size.height;
    const share = (this.size.height - this.size.bottom - v) / (this.size.height - this.size.top - this.size.bottom);
    const handle = Math.max(0, Math.min(HANDLES - 1, Math.round(u * (HANDLES - 1))));
    this.set(handle, Math.max(this.low, Math.min(this.high, this.low + share * (this.high - this.low))));
  }

  private set(handle: number, value: number): void {
    this.values[handle] = value;
    this.redraw();
    this.changed([...this.values]);
  }

  private redraw(): void {
    const at = (i: number): [number, number] => [
      this.size.left + (i / (HANDLES - 1)) * (this.size.width - this.size.left - this.size.right),
      this.y(this.values[i]),
    ];
    mark(this.path, "d", this.values.map((_, i) => `${i ? "L" : "M"}${at(i).join(" ")}`).join(""));
    this.dots.forEach((dot, i) => {
      mark(dot, "cx", at(i)[0]);
      mark(dot, "cy", at(i)[1]);
    });
    this.sliders.forEach((slider, i) => {
      slider.value = String(this.values[i]);
      mark(slider, "aria-valuetext", withUnit(this.values[i], this.predict.unit ?? ""));
    });
  }

  private y(value: number): number {
    return (
      this.size.height -
      this.size.bottom -
      ((value - this.low) / (this.high - this.low)) * (this.size.height - this.size.top - this.size.bottom)
    );
  }
}
