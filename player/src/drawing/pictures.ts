/** Pictures of the lessons, drawn by hand. */

import { s } from "../dom";

const BLUE = "#0a6cb0";
const RED = "#d0590b";
const GREEN = "#00866a";
const GOLD = "#e0a100";
const GREY = "#b9c5d0";

type Draw = () => SVGElement[];

const line = (d: string, colour: string, width = 4, dash?: string) =>
  s("path", {
    d,
    fill: "none",
    stroke: colour,
    "stroke-width": width,
    "stroke-linecap": "round",
    "stroke-linejoin": "round",
    "stroke-dasharray": dash,
  });
const disc = (x: number, y: number, r: number, colour: string) => s("circle", { cx: x, cy: y, r, fill: colour });
const area = (d: string, colour: string, opacity = 1) => s("path", { d, fill: colour, opacity });

/** Trust that climbs slowly and falls at once. */
const trust: Draw = () => [
  line("M24 118H296", GREY, 2),
  area("M24 118C90 112 150 92 204 44L214 118Z", BLUE, 0.14),
  line("M24 112C90 106 150 88 204 42", BLUE, 5),
  line("M204 42 216 104", RED, 5),
  line("M216 104C240 100 268 94 296 84", BLUE, 5, "1 10"),
  s("path", { d: "M204 18l5 12 13 1-10 9 3 13-11-7-11 7 3-13-10-9 13-1z", fill: RED }),
];

/** Two firms that part, each with its goal reached. */
const end: Draw = () => [
  line("M118 84H202", GREY, 4, "2 10"),
  disc(92, 84, 30, BLUE),
  disc(228, 84, 30, GREEN),
  line("M80 84l9 9 17-19", "#fff", 6),
  line("M216 84l9 9 17-19", "#fff", 6),
  line("M160 58V22h30l-7 9 7 9h-30", GOLD, 4),
];

/** Two pupils on one track, one ahead. */
const race: Draw = () => [
  line("M28 60H292M28 112H292", GREY, 2),
  line("M40 60H226", BLUE, 8),
  line("M40 112H132", RED, 8),
  disc(238, 60, 15, BLUE),
  disc(146, 112, 15, RED),
  line("M276 36V128", "#1b2733", 3, "5 6"),
  line("M138 92C170 66 196 62 214 60", GREY, 3, "3 7"),
];

/** Many rivals around one market, and a pair that holds together. */
const competition: Draw = () => [
  disc(160, 78, 26, GOLD),
  ...[0, 1, 2, 3, 4, 5, 6].map((i) =>
    disc(160 + 84 * Math.cos(0.9 * i + 0.5), 78 + 54 * Math.sin(0.9 * i + 0.5), 11, i < 2 ? BLUE : GREY),
  ),
  ...[2, 3, 4, 5, 6].map((i) =>
    line(
      `M${160 + 68 * Math.cos(0.9 * i + 0.5)} ${78 + 44 * Math.sin(0.9 * i + 0.5)}L${160 + 34 * Math.cos(0.9 * i + 0.5)} ${78 + 26 * Math.sin(0.9 * i + 0.5)}`,
      GREY,
      3,
    ),
  ),
  line("M226 104 196 128", BLUE, 5),
  line("M212 102 188 90", BLUE, 5),
];

/** A stair of commitment, and a leap over it. */
const steps: Draw = () => [
  area("M28 128V104H88V82H148V60H208V38H292V128Z", BLUE, 0.16),
  line("M28 104H88V82H148V60H208V38H292", BLUE, 4),
  disc(58, 92, 9, BLUE),
  disc(118, 70, 9, BLUE),
  disc(178, 48, 9, BLUE),
  line("M40 88C70 6 200-8 246 18", RED, 4, "2 9"),
  disc(250, 24, 10, RED),
];

/** Coins paid to four firms; one of them would not have gone anyway. */
const subsidy: Draw = () =>
  [0, 1, 2, 3].flatMap((i) => [
    s("ellipse", { cx: 60 + 67 * i, cy: 40, rx: 19, ry: 19, fill: GOLD }),
    s("ellipse", { cx: 60 + 67 * i, cy: 40, rx: 12, ry: 12, fill: "none", stroke: "#fff", "stroke-width": 3 }),
    line(`M${60 + 67 * i} 66V82`, GREY, 3),
    disc(60 + 67 * i, 106, 18, i === 1 ? GREEN : GREY),
    ...(i === 1 ? [line("M119 106l6 6 12-13", "#fff", 5)] : []),
  ]);

/** A small network. */
const play: Draw = () => [
  line("M70 100 130 46 214 58 258 108 160 116Z", GREY, 3),
  line("M130 46 160 116 214 58", GREY, 3),
  line("M70 100 160 116", RED, 3, "6 6"),
  disc(70, 100, 15, BLUE),
  disc(130, 46, 12, GREEN),
  disc(214, 58, 18, RED),
  disc(258, 108, 11, GOLD),
  disc(160, 116, 14, BLUE),
];

const PICTURES: [string, Draw][] = [
  ["trust", trust],
  ["end", end],
  ["goal", end],
  ["fail", end],
  ["race", race],
  ["learn", race],
  ["compet", competition],
  ["rival", competition],
  ["step", steps],
  ["born", steps],
  ["abroad", steps],
  ["subsid", subsidy],
  ["grant", subsidy],
];

/** The picture whose name fits best; a network if none does. */
export function lessonPicture(name: string): SVGElement {
  const draw = PICTURES.find(([part]) => name.toLowerCase().includes(part))?.[1] ?? play;
  return s(
    "svg",
    { class: "picture", viewBox: "0 0 320 150", "aria-hidden": "true" },
    s("rect", { width: 320, height: 150, fill: "#eef4fa" }),
    ...draw(),
  );
}
