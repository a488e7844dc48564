/** Colours that the colour-blind tell apart (Okabe and Ito), each with a shape or a dash, so that none stands alone. */

export type Shape = "circle" | "square" | "diamond" | "up" | "down" | "cross" | "plus" | "star" | "ring";

export interface Look {
  colour: string;
  shape: Shape;
}

export const INK = "#1b2733";
export const MUTED = "#5b6b7b";
export const FAINT = "#d9e0e7";
export const PAPER = "#ffffff";
export const ACCENT = "#0a5fa5";
export const SECOND = "#c2500a"; // the second of two worlds, or of two lines
export const STRAINED = "#b3261e";
export const CALM = "#7c8b9a";
export const GUESS = "#8a3ffc";

/** How an alliance ended: the good ends in greens and blues, the others in warm colours, the unlucky ones in greys. */
export const CAUSES: Record<string, Look> = {
  goals_met: { colour: "#00795a", shape: "circle" },
  term_reached: { colour: "#4fb3e8", shape: "square" },
  knowledge_learned: { colour: "#0067a8", shape: "up" },
  goals_failed: { colour: "#e69f00", shape: "down" },
  opportunism: { colour: "#7b2f8f", shape: "diamond" },
  conflict: { colour: "#d1480c", shape: "cross" },
  partner_closed: { colour: "#6b7682", shape: "plus" },
  external_shock: { colour: "#1b2733", shape: "star" },
  no_agreement: { colour: "#c77fa6", shape: "ring" },
};

export const REGIONS: Record<string, string> = {
  EUR: "#0a6cb0",
  APAC: "#d0590b",
  NAM: "#00866a",
  LAC: "#b8860b",
  MEA: "#a8508c",
};

const OTHERS = ["#0a6cb0", "#d0590b", "#00866a", "#b8860b", "#a8508c", "#3d4f9f", "#7a5230", "#56707f"];
const SHAPES: Shape[] = ["circle", "square", "diamond", "up", "down", "star"];

/** The look of a word that has none of its own, by its place in a list. */
export function nth(place: number): Look {
  const at = ((place % OTHERS.length) + OTHERS.length) % OTHERS.length;
  return { colour: OTHERS[at], shape: SHAPES[at % SHAPES.length] };
}

export function causeLook(cause: string, place = 0): Look {
  return CAUSES[cause] ?? nth(place);
}

export function regionColour(region: string, place = 0): string {
  return REGIONS[region] ?? OTHERS[place % OTHERS.length];
}
