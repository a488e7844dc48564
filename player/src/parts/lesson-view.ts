/** One lesson: the learner's guess, the run with what to see in it, the truth with the guess drawn in, and the reasons. */

import { type App, sentence } from "../app";
import type { Lesson } from "../contract";
import { fill, h } from "../dom";
import { LineChart, wide } from "../drawing/line-chart";
import { Network } from "../drawing/network";
import { lessonPicture } from "../drawing/pictures";
import { withUnit } from "../drawing/scales";
import { concern } from "../recording/selection";
import type { Recording } from "../recording/recording";
import { LESSON_STEPS, type LessonPart, read } from "../state/address";
import { type Guess, guessing, guessWords } from "./guess";
import { keepGuess, keptGuess } from "./kept-guess";
import { explanation } from "./lesson-reasons";
import { revealChart, runChart, truth } from "./lesson-chart";
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
    this.guess = keptGuess(lesson.name);
    this.transport = new Transport(app, true);
    fill(
      this.element,
      h(
        "header",
        { class: "lesson-head" },
        h("button", { type: "button", class: "quiet", onclick: () => app.change({ lesson: "" }) }, "‹ All lessons"),
        h("h1", {}, lesson.title),
        h("p", { class: "lead" }, lesson.question),
      ),
      this.steps,
      this.body,
    );
    app.change({ setup: lesson.setup, frame: 0, selection: null });
    if (lesson.other)
      app.worlds.world(lesson.other).then(
        (world) => this.arrive(world),
        (error) => app.warn(sentence(error)),
      );
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
    fill(
      this.steps,
      LESSON_STEPS.map((name, i) =>
        h(
          "li",
          {},
          h(
            "button",
            { type: "button", "aria-current": name === part ? "step" : undefined, onclick: () => this.go(name) },
            h("span", {}, String(i + 1)),
            TITLES[name],
          ),
        ),
      ),
    );
    const parts: Record<LessonPart, () => void> = {
      predict: () => this.predict(),
      run: () => this.run(),
      reveal: () => this.reveal(),
      explain: () => this.explain(),
    };
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
    fill(
      this.body,
      h(
        "div",
        { class: "with-picture" },
        h(
          "section",
          { class: "card predict" },
          control,
          h(
            "button",
            { type: "button", class: "primary", onclick: () => this.go("run") },
            "That is my guess: run the world",
          ),
        ),
        lessonPicture(`${this.lesson.picture} ${this.lesson.name}`),
      ),
    );
  }

  private run(): void {
    this.scene = Math.min(this.scene, this.lesson.run.length - 1);
    this.chart = this.lesson.reveal.series ? new LineChart() : null;
    fill(
      this.body,
      this.transport.element,
      h(
        "div",
        { class: "lesson-run" },
        h("section", { class: "card network" }, h("div", { class: "stage" }, this.network.surface.canvas)),
        h("section", { class: "card" }, this.caption, this.chart?.element),
      ),
    );
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
    fill(
      this.caption,
      h("p", { class: "muted small" }, `Part ${scene + 1} of ${this.lesson.run.length}`),
      h("p", { class: "lead" }, step.say),
      h(
        "div",
        { class: "questions" },
        h(
          "button",
          { type: "button", onclick: () => this.play(scene) },
          step.to > step.from ? "Play this part" : "Show it",
        ),
        last
          ? h("button", { type: "button", class: "primary", onclick: () => this.go("reveal") }, "Reveal")
          : h("button", { type: "button", class: "primary", onclick: () => this.play(scene + 1) }, "Next"),
      ),
    );
    if (go && step.to > step.from) this.app.clock.play();
  }

  private show(): void {
    const { world, places, state } = this.app;
    if (!world || !places || state.part !== "run") return;
    this.network.show(world, places, concern(world, state.selection), (firm) => firm);
    this.network.draw(this.app.clock.time);
    this.draw();
  }

  private reveal(): void {
    const { world } = this.app;
    if (!world || (this.lesson.other && !this.other))
      return fill(this.body, h("p", { class: "muted" }, "The world is being computed …"));
    const { reveal, predict } = this.lesson;
    this.chart = reveal.series ? new LineChart(null, wide()) : null;
    const value = reveal.series ? truth(this.lesson, world, this.other)[Math.min(reveal.frame, world.frames - 1)] : NaN;
    const unit = world.header.series.find((one) => one.name === reveal.series)?.unit ?? predict.unit ?? "";
    const answer = Number.isFinite(value) && predict.kind === "number" ? ` It is ${withUnit(value, unit)}.` : "";
    fill(
      this.body,
      h(
        "section",
        { class: "card reveal" },
        h("p", { class: "verdict-line" }, guessWords(predict, this.guess) + answer),
        this.chart?.element,
        h("p", { class: "lead" }, reveal.say),
        h("button", { type: "button", class: "primary", onclick: () => this.go("explain") }, "Why is that so?"),
      ),
    );
    this.draw();
  }

  /** The chart of the part that is shown. */
  private draw(): void {
    const { world, state } = this.app;
    if (!this.chart || !world) return;
    const [lesson, told] = [this.lesson, state.part === "reveal"];
    const chart = told ? revealChart(lesson, world, this.other, this.guess) : runChart(lesson, world, this.other);
    this.chart.show(chart, world.frames);
    this.chart.seek(told ? Math.min(lesson.reveal.frame, world.frames - 1) : this.app.frame);
  }

  private explain(): void {
    fill(this.body, explanation(this.app, this.lesson));
  }

  private keep(guess: Guess): void {
    this.guess = guess;
    keepGuess(this.lesson.name, guess);
  }
}
