/** Axes and numbers as people read them. */

const NO_UNITS = ["0 to 1", "0-1"]; // ranges, not units

/** Round numbers from low to high, about `count` of them. */
export function ticks(low: number, high: number, count = 4): number[] {
  const span = high - low;
  if (!(span > 0)) return [low];
  const raw = span / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].map((m) => m * power).find((s) => s >= raw) ?? 10 * power;
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** The least and the most of some lists of numbers, with zero if it is near; never of no width. */
export function span(lists: number[][], low: number | null = null, high: number | null = null): [number, number] {
  let [least, most] = [Infinity, -Infinity];
  for (const list of lists)
    for (const v of list) if (Number.isFinite(v)) [least, most] = [Math.min(least, v), Math.max(most, v)];
  if (least > most) [least, most] = [0, 1];
  if (least > 0 && least < 0.7 * most) least = 0;
  if (low !== null) least = Math.min(low, least);
  if (high !== null && most > 0.8 * high) most = Math.max(high, most);
  if (most - least < 1e-9)
    [least, most] = least === 0 ? [0, 1] : [least - Math.abs(least) * 0.1, most + Math.abs(most) * 0.1];
  return [least, most];
}

/** A number in as many digits as one can take in: `1,234`, `56`, `3.4`, `0.042`; a dash for none. */
export function number(value: number): string {
  if (!Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  if (size >= 1e9) return `${trimmed(value / 1e9)} billion`;
  if (size >= 99.5) return Math.round(value).toLocaleString("en-GB").replace("-", "−");
  if (size > 0 && size < 0.01) return value.toPrecision(1).replace("-", "−");
  return trimmed(value);
}

function trimmed(value: number): string {
  const digits = Math.abs(value) >= 9.995 ? 1 : 2;
  return String(Number(value.toFixed(digits))).replace("-", "−");
}

/** A number with its unit: `34 %`, `1.2 billion USD a year`; per cent in tenths at most, as all pages have them. */
export function withUnit(value: number, unit: string): string {
  const told = /^(%|percentage)/.test(unit) ? number(Math.round(10 * value) / 10) : number(value);
  return unit && !NO_UNITS.includes(unit) && Number.isFinite(value) ? `${told}\u00a0${unit}` : told;
}

/** A line through values as the path of an SVG; gaps where there is none. */
export function linePath(values: number[], x: (frame: number) => number, y: (value: number) => number): string {
  let text = "";
  let gap = true;
  values.forEach((v, f) => {
    if (!Number.isFinite(v)) {
      gap = true;
      return;
    }
    text += `${gap ? "M" : "L"}${x(f).toFixed(1)} ${y(v).toFixed(1)}`;
    gap = false;
  });
  return text;
}

/** The area between two lines, where both have values. */
export function areaPath(
  low: number[],
  high: number[],
  x: (frame: number) => number,
  y: (value: number) => number,
): string {
  const known = low.map((_, f) => f).filter((f) => Number.isFinite(low[f]) && Number.isFinite(high[f]));
  if (known.length < 2) return "";
  const up = known.map((f) => `${x(f).toFixed(1)} ${y(high[f]).toFixed(1)}`);
  const down = known.reverse().map((f) => `${x(f).toFixed(1)} ${y(low[f]).toFixed(1)}`);
  return `M${[...up, ...down].join("L")}Z`;
}
