/** Two worlds with the same firms: who is who in the other, and what differs in a frame. */

import { type Places, places } from "../drawing/places";
import type { Recording } from "./recording";

export interface Masks {
  firms: Uint8Array;
  alliances: Uint8Array;
}

const ABROAD = 0.004; // foreign share from which a firm counts as selling abroad

export class Pair {
  readonly places: Places; // of the firms of both worlds
  readonly placeOf: [(firm: number) => number, (firm: number) => number];
  private readonly rows: [Map<number, number>, Map<number, number>]; // firm row by key
  private readonly twins: [Map<string, number[]>, Map<string, number[]>]; // alliances by the keys of their partners

  constructor(readonly worlds: [Recording, Recording]) {
    this.rows = [rowsByKey(worlds[0]), rowsByKey(worlds[1])];
    this.twins = [byPartners(worlds[0]), byPartners(worlds[1])];
    const keys = [...new Set([...this.rows[0].keys(), ...this.rows[1].keys()])];
    const place = new Map(keys.map((key, i) => [key, i]));
    this.placeOf = [0, 1].map((side) => (firm: number) => place.get(keyOf(worlds[side], firm))!) as Pair["placeOf"];
    this.places = places(keys.map((key) => this.resident(key)), worlds[0].header.countries.map((c) => c.region || "other"));
  }

  /** What is in one world of the pair and not in the other, for each of them. */
  differences(frame: number): [Masks, Masks] {
    return [this.only(0, frame), this.only(1, frame)];
  }

  private only(side: 0 | 1, frame: number): Masks {
    const [here, there] = [this.worlds[side], this.worlds[1 - side]];
    const at = Math.min(frame, there.frames - 1);
    const firms = Uint8Array.from({ length: here.firms }, (_, firm) => {
      const twin = this.rows[(1 - side) as 0 | 1].get(keyOf(here, firm));
      if (!here.lives(frame, firm)) return 0;
      return Number(twin === undefined || !there.lives(at, twin) || abroad(here, frame, firm) !== abroad(there, at, twin));
    });
    const alliances = new Uint8Array(here.alliances);
    for (const alliance of here.alive[frame]) {
      const twins = this.twins[(1 - side) as 0 | 1].get(partnersKey(here, alliance)) ?? [];
      alliances[alliance] = Number(!twins.some((twin) => there.firstFrame[twin] <= at && at <= there.lastAlive[twin]));
    }
    return { firms, alliances };
  }

  private resident(key: number): { home: number; from: number; to: number } {
    const lives = ([0, 1] as const).flatMap((side) => {
      const row = this.rows[side].get(key);
      return row === undefined ? [] : [{ home: this.worlds[side].home[row], ...this.worlds[side].lifeOf(row) }];
    });
    return { home: lives[0].home, from: Math.min(...lives.map((l) => l.from)), to: Math.max(...lives.map((l) => l.to)) };
  }
}

function keyOf(world: Recording, firm: number): number {
  return world.code("firms.key", firm);
}

function rowsByKey(world: Recording): Map<number, number> {
  return new Map(Array.from({ length: world.firms }, (_, firm) => [keyOf(world, firm), firm]));
}

function partnersKey(world: Recording, alliance: number): string {
  return world.partners[alliance].map((firm) => keyOf(world, firm)).sort((a, b) => a - b).join();
}

function byPartners(world: Recording): Map<string, number[]> {
  const found = new Map<string, number[]>();
  for (let a = 0; a < world.alliances; a++) found.set(partnersKey(world, a), [...(found.get(partnersKey(world, a)) ?? []), a]);
  return found;
}

function abroad(world: Recording, frame: number, firm: number): boolean {
  return (world.value("firms.foreign_share", frame, firm) || 0) > ABROAD;
}
