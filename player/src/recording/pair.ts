/** Two worlds with the same firms: who is who in the other, and what differs in a frame. */

import { type Places, places } from "../drawing/places";
import type { Country } from "../contract";
import type { Recording } from "./recording";

export interface Masks {
  firms: Uint8Array;
  alliances: Uint8Array;
}

type Side = 0 | 1;
type Both<T> = [T, T];

const ABROAD = 0.004; // foreign share from which a firm counts as selling abroad

/** Worlds of two scenarios may have other countries; a firm is the same one if it has the same key and home. */
export class Pair {
  readonly places: Both<Places>; // the firms of both worlds, the clusters of each
  readonly alike: boolean; // most firms of one are in the other
  readonly placeOf: Both<(firm: number) => number>;
  private readonly names: Both<string[]>; // by firm: who it is
  private readonly rows: Both<Map<string, number>>; // firm by name
  private readonly twins: Both<Map<string, number[]>>; // alliances by the names of their partners

  constructor(readonly worlds: Both<Recording>) {
    this.names = both((side) => Array.from({ length: worlds[side].firms }, (_, firm) => nameOf(worlds[side], firm)));
    this.rows = both((side) => new Map(this.names[side].map((name, firm) => [name, firm])));
    this.twins = both((side) => this.byPartners(side));
    this.alike = 2 * this.names[0].filter((name) => this.rows[1].has(name)).length > this.names[0].length;
    const everyone = [...new Set(this.names.flat())];
    const place = new Map(everyone.map((name, i) => [name, i]));
    this.placeOf = both((side) => (firm: number) => place.get(this.names[side][firm])!);
    this.places = this.placed(everyone);
  }

  /** What is in one world of the pair and not in the other, for each of them. */
  differences(frame: number): Both<Masks> {
    return both((side) => this.only(side, frame));
  }

  private only(side: Side, frame: number): Masks {
    const other = (1 - side) as Side;
    const [here, there] = [this.worlds[side], this.worlds[other]];
    const at = Math.min(frame, there.frames - 1);
    const firms = Uint8Array.from({ length: here.firms }, (_, firm) => {
      const twin = this.rows[other].get(this.names[side][firm]);
      if (!here.lives(frame, firm)) return 0;
      return Number(
        twin === undefined || !there.lives(at, twin) || abroad(here, frame, firm) !== abroad(there, at, twin),
      );
    });
    const alliances = new Uint8Array(here.alliances);
    for (const alliance of here.alive[frame]) {
      const twins = this.twins[other].get(this.partnersOf(side, alliance)) ?? [];
      alliances[alliance] = Number(!twins.some((twin) => there.firstFrame[twin] <= at && at <= there.lastAlive[twin]));
    }
    return { firms, alliances };
  }

  private placed(everyone: string[]): Both<Places> {
    const countries = new Map<string, Country>(
      this.worlds.flatMap((world) => world.header.countries.map((c): [string, Country] => [c.code, c])),
    );
    const codes = [...countries.keys()];
    const firms = everyone.map((name) => ({ ...this.life(name), home: codes.indexOf(name.split(":")[1]) }));
    const all = places(
      firms,
      [...countries.values()].map((c) => c.region || "other"),
    );
    return both((side) => ({
      ...all,
      clusters: this.worlds[side].header.countries.map((c) => all.clusters[codes.indexOf(c.code)]),
    }));
  }

  /** From the first frame of a firm in either world to the last. */
  private life(name: string): { from: number; to: number } {
    const lives = ([0, 1] as const).flatMap((side) =>
      this.rows[side].has(name) ? [this.worlds[side].lifeOf(this.rows[side].get(name)!)] : [],
    );
    return { from: Math.min(...lives.map((l) => l.from)), to: Math.max(...lives.map((l) => l.to)) };
  }

  private partnersOf(side: Side, alliance: number): string {
    return this.worlds[side].partners[alliance]
      .map((firm) => this.names[side][firm])
      .sort()
      .join();
  }

  private byPartners(side: Side): Map<string, number[]> {
    const found = new Map<string, number[]>();
    for (let a = 0; a < this.worlds[side].alliances; a++) {
      const key = this.partnersOf(side, a);
      found.set(key, [...(found.get(key) ?? []), a]);
    }
    return found;
  }
}

function both<T>(make: (side: Side) => T): Both<T> {
  return [make(0), make(1)];
}

function nameOf(world: Recording, firm: number): string {
  return `${world.code("firms.key", firm)}:${world.country(world.home[firm]).code}`;
}

function abroad(world: Recording, frame: number, firm: number): boolean {
  return (world.value("firms.foreign_share", frame, firm) || 0) > ABROAD;
}
