/** Counterfactuals of one alliance: the same world with one thing else, and how often it ends so. */

import { type App, sentence } from "../app";
import type { Act, Setup } from "../contract";
import { fill, h, say } from "../dom";
import { glyph } from "../drawing/bar-charts";
import { causeLook } from "../drawing/palette";
import type { Recording } from "../recording/recording";
import { capital } from "../recording/selection";

const FORKS = 20;
const MORE_TRUST = 0.1;

interface Question {
  title: string;
  acts: Act[];
}

export class WhatIf {
  readonly element = h("section", { class: "what-if" });
  private readonly buttons = h("div", { class: "questions" });
  private readonly answer = h("div", { class: "answer", role: "status" });
  private asked = "";

  constructor(
    private readonly app: App,
    private readonly row: number,
    private readonly draw: (other: { title: string; trust: number[] } | null) => void,
  ) {
    this.element.append(h("h3", {}, "What if …"), this.buttons, this.answer);
  }

  /** The questions depend on the quarter that is shown. */
  tick(): void {
    const quarter = this.quarter();
    const questions = this.questions(quarter);
    const key = questions.map((q) => q.title).join();
    if (key === this.asked || (this.app.clock.playing && this.asked)) return;
    this.asked = key;
    const often = h("button", { type: "button", onclick: () => void this.often(quarter) }, "How often does it end so?");
    fill(
      this.buttons,
      questions.map((q) => h("button", { type: "button", onclick: () => void this.ask(q) }, q.title)),
      often,
    );
  }

  /** The quarter from which something else happens: this one, or the last year of an alliance that is over. */
  private quarter(): number {
    const world = this.app.world!;
    const end = world.endFrame[this.row];
    const first = Math.max(0, world.firstFrame[this.row]);
    const last = end >= 0 ? end - 1 : world.header.quarters - 1;
    const frame = this.app.frame;
    return Math.min(
      last,
      frame > last ? Math.max(first, last - world.header.quarters_per_year) : Math.max(first, frame),
    );
  }

  private questions(quarter: number): Question[] {
    const world = this.app.world!;
    const alliance = world.code("alliances.id", this.row);
    const seen = [
      ...new Set(
        world.events.filter((e) => e.kind === "defection_seen" && e.alliance === this.row).map((e) => e.frame - 1),
      ),
    ];
    const questions: Question[] = [];
    if (seen.length)
      questions.push({
        title:
          seen.length > 1
            ? `the same without the ${seen.length} defections`
            : `the same without the defection of quarter ${seen[0]}`,
        acts: seen.map((q) => ({ quarter: q, alliance, defection: false })),
      });
    questions.push({
      title: `trust .1 higher from quarter ${quarter}`,
      acts: [{ quarter, alliance, trust: MORE_TRUST }],
    });
    const cause = world.header.causes[world.cause[this.row]];
    if (cause === "external_shock")
      questions.push({ title: "without the shock", acts: [{ quarter: world.endFrame[this.row] - 1, shock: false }] });
    return questions;
  }

  private async ask(question: Question): Promise<void> {
    const { setup } = this.app.state;
    const changed: Setup = { ...setup, acts: [...(setup.acts ?? []), ...question.acts] };
    this.wait(`Playing the same world, ${question.title} …`);
    try {
      this.show(question, changed, await this.app.worlds.world(changed));
    } catch (error) {
      // after the first act the alliance may end before the next one could be done
      if (question.acts.length > 1) await this.ask({ ...question, acts: question.acts.slice(0, -1) });
      else this.wait(sentence(error));
    }
  }

  private show(question: Question, setup: Setup, other: Recording): void {
    const world = this.app.world!;
    const row = other.allianceRow(world.code("alliances.id", this.row));
    if (row < 0) return this.wait("In that world this alliance never came about.");
    this.draw({
      title: `least trust, ${question.title}`,
      trust: Array.from({ length: world.frames }, (_, f) => (f < other.frames ? other.leastTrust(row, f) : NaN)),
    });
    const both = h(
      "button",
      {
        type: "button",
        class: "quiet",
        onclick: () =>
          this.app.change({
            page: "compare",
            other: setup,
            frame: Math.max(0, Math.min(...question.acts.map((a) => a.quarter)) - 1),
          }),
      },
      "See both worlds side by side",
    );
    const why = other.header.why[String(row)];
    fill(
      this.answer,
      h("p", {}, h("strong", {}, `${capital(question.title)}: `), this.fate(other, row)),
      why && fateKey(other, row) !== fateKey(world, this.row) ? h("p", { class: "small" }, why) : null,
      both,
    );
  }

  private fate(other: Recording, row: number): string {
    const [here, there] = [fateKey(this.app.world!, this.row), fateKey(other, row)];
    if (here === there) return "nothing changes; it goes the same way.";
    const end = other.endFrame[row];
    return end < 0
      ? "it lives to the end of the run."
      : `it ends in quarter ${end - 1}: ${other.word(other.header.causes[other.cause[row]])}.`;
  }

  private async often(quarter: number): Promise<void> {
    this.wait(`Playing on from quarter ${quarter}, ${FORKS} times with fresh random draws …`);
    try {
      const { json } = await this.app.ask({
        kind: "again",
        setup: this.app.state.setup,
        quarter,
        alliance: this.app.world!.code("alliances.id", this.row),
        forks: FORKS,
      });
      const ends = Object.entries(json.ends as Record<string, number>)
        .filter(([, n]) => n > 0)
        .sort((a, b) => b[1] - a[1]);
      const world = this.app.world!;
      const bars = ends.map(([cause, n]) =>
        this.bar(glyph(causeLook(cause)), capital(world.word(cause)), n, json.forks, causeLook(cause).colour),
      );
      if (json.alive) bars.push(this.bar(null, "Lives to the end", json.alive, json.forks, "#9aa8b5"));
      fill(this.answer, h("p", {}, json.sentence), h("ul", { class: "hazards" }, bars));
    } catch (error) {
      this.wait(sentence(error));
    }
  }

  private bar(sign: Node | null, what: string, n: number, of: number, colour: string): HTMLElement {
    return h(
      "li",
      {},
      sign ?? h("span", { class: "glyph" }),
      h("span", { class: "what" }, what),
      h("span", { class: "bar" }, h("i", { style: `width: ${(100 * n) / of}%; background: ${colour}` })),
      h("b", {}, `${n} of ${of}`),
    );
  }

  private wait(text: string): void {
    const words = h("p", { class: "muted" });
    say(words, text);
    fill(this.answer, words);
  }
}

function fateKey(world: Recording, row: number): string {
  return `${world.endFrame[row]}:${world.cause[row]}`;
}
