import { expect, test } from "vitest";
import { Clock, type Timer } from "../../src/state/clock";

/** Frames by hand. */
function hand(): Timer & { at(now: number): void } {
  let time = 0;
  let waiting: ((now: number) => void) | null = null;
  return {
    now: () => time,
    next: (then) => ((waiting = then), 1),
    cancel: () => (waiting = null),
    at: (now) => {
      time = now;
      const then = waiting;
      waiting = null;
      then?.(now);
    },
  };
}

test("a clock plays at its speed, and stops by itself at the last quarter", () => {
  const timer = hand();
  const clock = new Clock(2, timer);
  clock.speed = 10;
  clock.play();
  timer.at(50);
  expect(clock.time).toBeCloseTo(0.5);
  timer.at(150);
  timer.at(300);
  expect([clock.time, clock.playing]).toEqual([2, false]);
});

test("a frame that came late counts for a quarter of a second at most", () => {
  const timer = hand();
  const clock = new Clock(80, timer);
  clock.speed = 4;
  clock.play();
  timer.at(60_000);
  expect(clock.time).toBeCloseTo(1);
});

test("a pause stays in the quarter that is shown", () => {
  const timer = hand();
  const clock = new Clock(80, timer);
  clock.speed = 10;
  clock.play();
  timer.at(160);
  clock.pause();
  expect([clock.time, clock.playing]).toEqual([1, false]);
});

test("without smooth movement the clock leaps from quarter to quarter", () => {
  const timer = hand();
  const clock = new Clock(80, timer);
  Object.assign(clock, { speed: 10, smooth: false });
  const times: number[] = [];
  clock.play();
  clock.listen((time) => times.push(time));
  for (const now of [30, 60, 90, 120, 150]) timer.at(now);
  expect(times).toEqual([1]);
});

test("seeking goes to the nearest quarter that there is", () => {
  const clock = new Clock(80, hand());
  for (const [asked, got] of [
    [1e9, 80],
    [-3, 0],
    [NaN, 0],
    [31, 31],
  ]) {
    clock.seek(asked);
    expect(clock.time).toBe(got);
  }
});
