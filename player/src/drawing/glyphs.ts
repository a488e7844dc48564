/** Small shapes, as a path for a canvas or for an SVG. */

import type { Shape } from "./palette";

interface Pen {
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  arc(x: number, y: number, radius: number, from: number, to: number): void;
  closePath(): void;
}

const SIDES: Partial<Record<Shape, [corners: number, turn: number, reach: number]>> = {
  square: [4, Math.PI / 4, 1.2],
  diamond: [4, 0, 1.3],
  up: [3, -Math.PI / 2, 1.35],
  down: [3, Math.PI / 2, 1.35],
};
const ARM = 0.38; // half the width of an arm of a cross

/** Adds a shape to a path; all shapes of one radius have about one area. */
export function trace(pen: Pen, shape: Shape, x: number, y: number, radius: number): void {
  const sides = SIDES[shape];
  if (sides) ring(pen, x, y, corners(sides[0], sides[1], radius * sides[2]));
  else if (shape === "star") ring(pen, x, y, star(radius * 1.4));
  else if (shape === "cross" || shape === "plus")
    ring(pen, x, y, arms(radius * 1.2, shape === "cross" ? Math.PI / 4 : 0));
  else {
    pen.moveTo(x + radius, y);
    pen.arc(x, y, radius, 0, 2 * Math.PI);
  }
}

/** The same shape as the text of an SVG path. */
export function pathOf(shape: Shape, x: number, y: number, radius: number): string {
  let text = "";
  const pen: Pen = {
    moveTo: (u, v) => (text += `M${u.toFixed(2)} ${v.toFixed(2)}`),
    lineTo: (u, v) => (text += `L${u.toFixed(2)} ${v.toFixed(2)}`),
    arc: (u, v, r) =>
      (text += `A${r} ${r} 0 1 1 ${(u - r).toFixed(2)} ${v.toFixed(2)}A${r} ${r} 0 1 1 ${(u + r).toFixed(2)} ${v.toFixed(2)}`),
    closePath: () => (text += "Z"),
  };
  trace(pen, shape, x, y, radius);
  return text;
}

function ring(pen: Pen, x: number, y: number, points: [number, number][]): void {
  points.forEach(([u, v], i) => (i ? pen.lineTo(x + u, y + v) : pen.moveTo(x + u, y + v)));
  pen.closePath();
}

function corners(n: number, turn: number, reach: number): [number, number][] {
  return Array.from({ length: n }, (_, i) => [
    reach * Math.cos(turn + (2 * Math.PI * i) / n),
    reach * Math.sin(turn + (2 * Math.PI * i) / n),
  ]);
}

function star(reach: number): [number, number][] {
  return Array.from({ length: 10 }, (_, i) => {
    const angle = -Math.PI / 2 + (Math.PI * i) / 5;
    const r = i % 2 ? reach * 0.45 : reach;
    return [r * Math.cos(angle), r * Math.sin(angle)];
  });
}

function arms(reach: number, turn: number): [number, number][] {
  const a = reach * ARM;
  const plain = [
    [a, reach],
    [a, a],
    [reach, a],
    [reach, -a],
    [a, -a],
    [a, -reach],
    [-a, -reach],
    [-a, -a],
    [-reach, -a],
    [-reach, a],
    [-a, a],
    [-a, reach],
  ];
  return plain.map(([u, v]) => [u * Math.cos(turn) - v * Math.sin(turn), u * Math.sin(turn) + v * Math.cos(turn)]);
}
