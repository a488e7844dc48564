/** Ties between the same two countries, as one. */

import type { Recording } from "../recording/recording";

export interface Bundle {
  from: number; // country
  to: number; // the same or a later one
  ties: number;
  strained: number; // of them
}

const LITTLE_TRUST = 0.4;
const MUCH_CONFLICT = 0.5;

/** Whether an alliance is under strain: a partner trusts little, or conflict is high. */
export function strained(world: Recording, alliance: number, frame: number): boolean {
  return world.leastTrust(alliance, frame) < LITTLE_TRUST || world.conflict(alliance, frame) > MUCH_CONFLICT;
}

/** The living ties of a frame by pair of home countries, of the alliances in the mask. */
export function bundles(world: Recording, frame: number, mask: Uint8Array): Bundle[] {
  const found = new Map<number, Bundle>();
  for (const alliance of world.alive[frame]) {
    if (!mask[alliance]) continue;
    const bad = Number(strained(world, alliance, frame));
    for (const [a, b] of pairs(world.partners[alliance])) {
      const [from, to] = [world.home[a], world.home[b]].sort((x, y) => x - y);
      const key = from * 256 + to;
      const bundle = found.get(key) ?? { from, to, ties: 0, strained: 0 };
      bundle.ties++;
      bundle.strained += bad;
      found.set(key, bundle);
    }
  }
  return [...found.values()];
}

/** All pairs of the partners of an alliance. */
export function pairs(partners: number[]): [number, number][] {
  return partners.flatMap((a, i) => partners.slice(i + 1).map((b): [number, number] => [a, b]));
}
