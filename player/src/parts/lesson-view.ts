/** One lesson: the learner's guess, the run with what to see in it, the truth with the guess drawn in, and the reasons. */

import { type App, sentence } from "../app";
import type { Lesson } from "../contract";
import { fill, h } from "../dom";
import { LineChart, wide } from "../drawing/line-chart";
import { Network } from "../drawing/network";
import { lessonPicture } from "../drawing/pictures";
import { ACCENT, GUESS, SECOND } from "../drawing/palette";
import { withUnit } from "../drawing/scales";
import { concern } from "../recording/selection";
import type { Recording } from "../recording/recording";
import { LESSON_STEPS, type LessonPart, read } from "../state/address";
import { type Guess, guessing, guessLine, guessWords } from "./guess";
import { Transport } from "./transport";

const TITLES: Record<LessonPart, string> = { predict: "Predict", run: "Run", reveal: "Reveal", explain: "Explain" };

export class LessonView {
  readonly element = h("article", { class: "lesson" });
  private readonly body = h("div", { class: "lesson-body" });
  private readonly steps = h("ol", { class: "lesson-steps" });
  private readonly network = new Network("Network of firms and alliances", (selection) => this.app.select(selection));
  private readonly caption = h("div", { class: "caption", role: "status" });
  private readonly transport: Transport;
  private chart: LineChart | null = null;
  private guess: Guess | null;
  private scene = 0;
  private other: Recording | null = null;

  constructor(
    private readonly app: App,
    readonly lesson: Lesson,
  ) {
    this.guess = kept(lesson.name);
    this.transport = new Transport(app, true);
    fill(this.element, h("header", { class: "lesson-head" }, h("button", { type: "button", class: "quiet", onclick: () => app.change({ lesson: "" }) }, "‹ All lessons"), h("h1", {}, lesson.title), h("p", { class: "lead" }, lesson.question)), this.steps, this.body);
    app.change({ setup: lesson.setup, frame: 0, selection: null });
    if (lesson.other) app.worlds.world(lesson.other).then((world) => this.arrive(world), (error) => app.warn(sentence(error)));
    this.turn();
  }

  leave(): void {
    this.app.clock.pause();
  }

  /** Shows the part of the lesson that the state names. */
  turn(): void {
    const part = this.app.state.part;
    this.app.clock.pause();
    this.chart = null;
    fill(this.steps, LESSON_STEPS.map((name, i) => h("li", {}, h("button", { type: "button", "aria-current": name === part ? "step" : undefined, onclick: () => this.go(name) }, h("span", {}, String(i + 1)), TITLES[name]))));
    const parts: Record<LessonPart, () => void> = { predict: () => this.predict(), run: () => this.run(), reveal: () => this.reveal(), explain: () => this.explain() };
    parts[part]();
  }

  update(): void {
    if (this.app.state.part === "predict" && !this.body.querySelector(".guess")) this.predict();
    if (this.app.state.part === "reveal") this.reveal();
    this.show();
  }

  tick(time: number, whole: boolean): void {
    if (this.app.state.part !== "run") return;
    const step = this.lesson.run[this.scene];
    if (this.app.clock.playing && step && this.app.frame >= step.to) this.app.clock.pause();
    this.network.draw(this.app.clock.time === time ? time : this.app.clock.time);
    if (whole) this.chart?.seek(this.app.frame);
  }

  private arrive(world: Recording): void {
    this.other = world;
    if (this.app.state.part !== "predict") this.turn();
  }

  private go(part: LessonPart): void {
    this.app.change({ part });
  }

  private predict(): void {
    const { world } = this.app;
    if (!world) return fill(this.body, h("p", { class: "muted" }, "The world is being computed …"));
    const control = guessing(this.lesson.predict, world.frames, this.guess, (guess) => this.keep(guess));
    fill(this.body, h("div", { class: "with-picture" }, h("section", { class: "card predict" }, control, h("button", { type: "button", class: "primary", onclick: () => this.go("run") }, "That is my guess: run the world")), lessonPicture(`${this.lesson.picture} ${this.lesson.name}`)));
  }

  private run(): void {
    this.scene = Math.min(this.scene, this.lesson.run.length - 1);
    this.chart = this.lesson.reveal.series ? new LineChart() : null;
    fill(this.body, this.transport.element, h("div", { class: "lesson-run" }, h("section", { class: "card network" }, h("div", { class: "stage" }, this.network.surface.canvas)), h("section", { class: "card" }, this.caption, this.chart?.element)));
    this.play(this.scene, false);
    this.show();
  }

  /** One scene of the run: what is selected, from where to where, what to see. */
  private play(scene: number, go = true): void {
    const step = this.lesson.run[scene];
    this.scene = scene;
    if (!step) return;
    const last = scene === this.lesson.run.length - 1;
    const selection = step.select ? (read(`?select=${step.select}`).state.selection ?? null) : null;
    this.app.change({ selection, frame: step.from });
    fill(this.caption, h("p", { class: "muted small" }, `Part ${scene + 1} of ${this.lesson.run.length}`), h("p", { class: "lead" }, step.say), h("div", { class: "questions" }, h("button", { type: "button", onclick: () => this.play(scene) }, step.to > step.from ? "Play this part" : "Show it"), last ? h("button", { type: "button", class: "primary", onclick: () => this.go("reveal") }, "Reveal") : h("button", { type: "button", class: "primary", onclick: () => this.play(scene + 1) }, "Next")));
    if (go && step.to > step.from) this.app.clock.play();
  }

  private show(): void {
    const { world, places, state } = this.app;
    if (!world || !places || state.part !== "run") return;
    this.network.show(world, places, concern(world, state.selection), (firm) => firm);
    this.network.draw(this.app.clock.time);
    this.draw(true);
  }

  private reveal(): void {
    const { world } = this.app;
    if (!world || (this.lesson.other && !this.other)) return fill(this.body, h("p", { class: "muted" }, "The world is being computed …"));
    const { reveal, predict } = this.lesson;
    this.chart = reveal.series ? new LineChart(null, wide()) : null;
    const truth = reveal.series ? this.truth()[Math.min(reveal.frame, world.frames - 1)] : NaN;
    const unit = world.header.series.find((one) => one.name === reveal.series)?.unit ?? predict.unit ?? "";
    const answer = Number.isFinite(truth) && predict.kind === "number" ? ` It is ${withUnit(truth, unit)}.` : "";
    fill(this.body, h("section", { class: "card reveal" }, h("p", { class: "verdict-line" }, guessWords(predict, this.guess) + answer), this.chart?.element, h("p", { class: "lead" }, reveal.say), h("button", { type: "button", class: "primary", onclick: () => this.go("explain") }, "Why is that so?")));
    this.draw(false);
  }

  /** The series in question, of the run and of the other world, or their difference, with the guess. */
  private draw(hidesFuture: boolean): void {
    const { world } = this.app;
    const { reveal, predict } = this.lesson;
    if (!this.chart || !world) return;
    const info = world.header.series.find((one) => one.name === reveal.series);
    const guess = !hidesFuture && (predict.kind !== "line" || !predict.series || predict.series === reveal.series) ? guessLine(predict, this.guess, world.frames) : null;
    const runs = reveal.of === "difference" ? [{ title: "difference", values: this.truth(), colour: ACCENT }] : [{ title: "this world", values: world.series(reveal.series), colour: ACCENT }, ...(this.other ? [{ title: "the other world", values: this.other.series(reveal.series), colour: SECOND, dash: "7 4" }] : [])];
    const points = reveal.of === "difference" && info?.unit.startsWith("%");
    const range = predict.kind === "line" && guess ? ([predict.low ?? 0, predict.high ?? 1] as [number, number]) : undefined;
    this.chart.show({
      title: (info?.title ?? reveal.series) + (reveal.of === "difference" ? ", difference between the worlds" : ""),
      unit: points ? "percentage points" : (info?.unit ?? ""),
      band: reveal.of === "run" ? info?.band : null,
      ...(reveal.of === "difference" ? { low: 0 } : { low: info?.low, high: info?.high }),
      range,
      hidesFuture,
      full: !hidesFuture,
      lines: [...runs, ...(guess ? [{ title: "your guess", values: guess, colour: GUESS, dash: "3 4", wide: true }] : [])],
    }, world.frames);
    this.chart.seek(hidesFuture ? this.app.frame : Math.min(reveal.frame, world.frames - 1));
  }

  private truth(): number[] {
    const world = this.app.world!;
    const { reveal } = this.lesson;
    const own = world.series(reveal.series);
    if (reveal.of !== "difference" || !this.other) return own;
    const others = this.other.series(reveal.series);
    return own.map((v, f) => (others[f] ?? NaN) - v);
  }

  private explain(): void {
    const { lesson, app } = this;
    const place = app.documents.lessons.indexOf(lesson);
    const next = app.documents.lessons[place + 1];
    fill(this.body, h("section", { class: "card prose" }, lesson.explain.map((text) => h("p", {}, text)),
      lesson.links.length ? [h("h2", {}, "Go on from here"), h("ul", { class: "links" }, lesson.links.map((link) => h("li", {}, h("a", { href: link.search, onclick: (event: Event) => (event.preventDefault(), app.goTo(link.search)) }, link.title))))] : null,
      h("details", { class: "note" }, h("summary", {}, "For the teacher"), h("p", {}, lesson.note)),
      next ? h("button", { type: "button", class: "primary", onclick: () => app.change({ lesson: next.name, part: "predict" }) }, `Next lesson: ${next.title}`) : h("button", { type: "button", class: "primary", onclick: () => app.change({ lesson: "", page: "explore" }) }, "Free play")));
  }

  private keep(guess: Guess): void {
    this.guess = guess;
    try {
      sessionStorage.setItem(`guess:${this.lesson.name}`, JSON.stringify(guess));
    } catch {
      // a page without storage forgets the guess at a reload
    }
  }
}

function kept(name: string): Guess | null {
  try {
    const found: unknown = JSON.parse(sessionStorage.getItem(`guess:${name}`) ?? "null");
    const number = (v: unknown) => typeof v === "number" && Number.isFinite(v);
    return number(found) || (Array.isArray(found) && found.length > 1 && found.every(number)) ? (found as Guess) : null;
  } catch {
    return null;
  }
}

