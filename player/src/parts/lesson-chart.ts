/** The series that a lesson is about: of its run, of the other world, or their difference; with the guess. */

import type { Lesson } from "../contract";
import type { Chart, Line } from "../drawing/line-chart";
import { ACCENT, GUESS, SECOND } from "../drawing/palette";
import type { Recording } from "../recording/recording";
import { type Guess, guessLine } from "./guess";

/** What the lesson asks for, by frame. */
export function truth(lesson: Lesson, world: Recording, other: Recording | null): number[] {
  const { reveal } = lesson;
  const own = world.series(reveal.series);
  if (reveal.of !== "difference" || !other) return own;
  const others = other.series(reveal.series);
  return own.map((v, f) => (others[f] ?? NaN) - v);
}

/** While the lesson runs: up to the clock, and without the guess. */
export function runChart(lesson: Lesson, world: Recording, other: Recording | null): Chart {
  return { ...plain(lesson, world, other), hidesFuture: true };
}

/** When all is told: the whole series, with the guess drawn in. */
export function revealChart(lesson: Lesson, world: Recording, other: Recording | null, guess: Guess | null): Chart {
  const { predict, reveal } = lesson;
  const chart = plain(lesson, world, other);
  const meant = predict.kind !== "line" || !predict.series || predict.series === reveal.series;
  const values = meant ? guessLine(predict, guess, world.frames) : null;
  if (values) chart.lines.push({ title: "your guess", values, colour: GUESS, dash: "3 4", wide: true });
  const range: [number, number] = [predict.low ?? 0, predict.high ?? 1];
  return { ...chart, full: true, range: predict.kind === "line" && values ? range : undefined };
}

function plain(lesson: Lesson, world: Recording, other: Recording | null): Chart {
  const { reveal } = lesson;
  const info = world.header.series.find((one) => one.name === reveal.series);
  const [title, unit] = [info?.title ?? reveal.series, info?.unit ?? ""];
  if (reveal.of === "difference") {
    const lines: Line[] = [{ title: "difference", values: truth(lesson, world, other), colour: ACCENT }];
    const points = unit.startsWith("%") ? "percentage points" : unit;
    return { title: `${title}, difference between the worlds`, unit: points, low: 0, lines };
  }
  const lines: Line[] = [{ title: "this world", values: world.series(reveal.series), colour: ACCENT }];
  const others = other?.series(reveal.series);
  if (others) lines.push({ title: "the other world", values: others, colour: SECOND, dash: "7 4" });
  return { title, unit, lines, band: info?.band, low: info?.low, high: info?.high };
}
