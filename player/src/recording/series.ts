/** Series of the firms and alliances that a selection concerns, worked out from the recording. */

import type { Recording } from "./recording";
import type { Concern } from "./selection";

const RECENT = 8; // quarters that a share of failures looks back
const FAILED = 2; // code of `alliances.judged`

type Maker = (world: Recording, who: Concern) => number[];

const MAKERS: Record<string, Maker> = {
  active: (world, who) => perFrame(world, (f) => countOf(world.alive[f], who.alliances)),
  formed: (world, who) =>
    perFrame(world, (f) =>
      f ? countOf(world.alive[f], who.alliances, (a) => formedIn(world, a, f)) + stillborn(world, who, f) : NaN,
    ),
  ended: (world, who) => perFrame(world, (f) => (f ? countOf(world.ends[f], who.alliances) : NaN)),
  failed_share: failedShare,
  goals_met: (world, who) => goals(world, who, 1),
  goals_missed: (world, who) => goals(world, who, 0),
  living: (world, who) => perFrame(world, (f) => firmsOf(world, who, f).length),
  founded: (world, who) => perFrame(world, (f) => (f ? firmsWith(world, who, "firms.founded", f - 1) : NaN)),
  closed: (world, who) => perFrame(world, (f) => (f ? firmsWith(world, who, "firms.closed", f - 1) : NaN)),
  trust: (world, who) =>
    perFrame(world, (f) => mean(picked(world.alive[f], who.alliances).map((a) => meanTrust(world, a, f)))),
  exporters: exporters,
  foreign_sales: (world, who) =>
    perFrame(world, (f) => sum(firmsOf(world, who, f).map((i) => world.sales(f, i) * share(world, f, i))) / 1000),
  foreign_with: (world, who) => foreignShare(world, who, true),
  foreign_without: (world, who) => foreignShare(world, who, false),
  alone_abroad: (world, who) => presences(world, who, false),
  with_partner_abroad: (world, who) => presences(world, who, true),
};

/** A series by frame under a selection; null for one that only the whole world has. */
export function seriesOf(world: Recording, name: string, who: Concern): number[] | null {
  if (who.all) return world.has(`series.${name}`) ? world.series(name) : (MAKERS[name]?.(world, who) ?? null);
  return MAKERS[name]?.(world, who) ?? null;
}

/** Ends by frame and cause. */
export function endsByCause(world: Recording, who: Concern): number[][] {
  return Array.from({ length: world.frames }, (_, f) => {
    const counts = new Array<number>(world.header.causes.length).fill(0);
    for (const a of world.ends[f]) if (who.alliances[a] && world.cause[a] >= 0) counts[world.cause[a]]++;
    return counts;
  });
}

/** Presences abroad by frame and mode, of the firms concerned. */
export function presencesByMode(world: Recording, who: Concern): number[][] {
  const counts = Array.from({ length: world.frames }, () => new Array<number>(world.header.modes.length).fill(0));
  for (const spell of world.spells) {
    if (!who.firms[spell.firm]) continue;
    for (let f = Math.max(0, spell.from); f < Math.min(spell.to, world.frames); f++) counts[f][spell.mode]++;
  }
  return counts;
}

function perFrame(world: Recording, value: (frame: number) => number): number[] {
  return Array.from({ length: world.frames }, (_, f) => value(f));
}

function picked(list: Int32Array, mask: Uint8Array): number[] {
  return Array.from(list).filter((a) => mask[a]);
}

function countOf(list: Int32Array, mask: Uint8Array, also: (a: number) => boolean = () => true): number {
  let count = 0;
  for (const a of list) if (mask[a] && also(a)) count++;
  return count;
}

function formedIn(world: Recording, alliance: number, frame: number): boolean {
  return world.value("alliances.formed", alliance) === frame - 1;
}

/** Alliances signed and ended in one quarter: no frame shows them alive. */
function stillborn(world: Recording, who: Concern, frame: number): number {
  return countOf(world.ends[frame], who.alliances, (a) => formedIn(world, a, frame) && world.lastAlive[a] < frame);
}

function failedShare(world: Recording, who: Concern): number[] {
  return perFrame(world, (f) => {
    let [failed, ended] = [0, 0];
    for (let g = Math.max(1, f - RECENT + 1); g <= f; g++) {
      for (const a of world.ends[g]) {
        if (!who.alliances[a]) continue;
        ended++;
        if (world.code("alliances.judged", a) === FAILED) failed++;
      }
    }
    return ended ? (100 * failed) / ended : NaN;
  });
}

function firmsOf(world: Recording, who: Concern, frame: number): number[] {
  const living: number[] = [];
  for (let i = 0; i < world.firms; i++) if (who.firms[i] && world.lives(frame, i)) living.push(i);
  return living;
}

function firmsWith(world: Recording, who: Concern, column: string, quarter: number): number {
  let count = 0;
  for (let i = 0; i < world.firms; i++) if (who.firms[i] && world.value(column, i) === quarter) count++;
  return count;
}

function meanTrust(world: Recording, alliance: number, frame: number): number {
  const row = world.lifeRow(alliance, frame);
  return mean(world.partners[alliance].map((_, p) => world.value("life.trust", row, p)));
}

function share(world: Recording, frame: number, firm: number): number {
  return world.value("firms.foreign_share", frame, firm) || 0;
}

function exporters(world: Recording, who: Concern): number[] {
  const abroad = Array.from({ length: world.frames }, () => new Set<number>());
  for (const spell of world.spells)
    for (let f = spell.from; f < Math.min(spell.to, world.frames); f++)
      if (who.firms[spell.firm]) abroad[f].add(spell.firm);
  return perFrame(world, (f) => {
    const living = firmsOf(world, who, f);
    return living.length ? (100 * living.filter((i) => abroad[f].has(i)).length) / living.length : NaN;
  });
}

/** Goals of partners that were judged reached (1) or missed (0), by frame. */
function goals(world: Recording, who: Concern, reached: number): number[] {
  const counts = new Array<number>(world.frames).fill(0);
  counts[0] = NaN;
  for (let a = 0; a < world.alliances; a++) {
    const frame = world.judgedFrame(a);
    if (!who.alliances[a] || frame < 1 || frame >= world.frames) continue;
    counts[frame] += world.partners[a].filter((_, p) => world.code("alliances.goals_met", a, p) === reached).length;
  }
  return counts;
}

/** Mean foreign share of sales in %, of the firms with alliances, or without. */
function foreignShare(world: Recording, who: Concern, allied: boolean): number[] {
  return perFrame(world, (f) => {
    const tied = alliedFirms(world, f);
    return mean(
      firmsOf(world, who, f)
        .filter((i) => tied[i] > 0 === allied)
        .map((i) => 100 * share(world, f, i)),
    );
  });
}

/** How many living alliances each firm has in a frame. */
export function alliedFirms(world: Recording, frame: number): Uint8Array {
  const tied = new Uint8Array(world.firms);
  for (const a of world.alive[frame]) for (const firm of world.partners[a]) tied[firm]++;
  return tied;
}

function presences(world: Recording, who: Concern, withPartner: boolean): number[] {
  const counts = new Array<number>(world.frames).fill(0);
  for (const spell of world.spells) {
    if (!who.firms[spell.firm] || spell.alliance >= 0 !== withPartner) continue;
    for (let f = Math.max(0, spell.from); f < Math.min(spell.to, world.frames); f++) counts[f]++;
  }
  return counts;
}

function sum(values: number[]): number {
  return values.reduce((a, b) => a + (b || 0), 0);
}

function mean(values: number[]): number {
  const known = values.filter((v) => !Number.isNaN(v));
  return known.length ? sum(known) / known.length : NaN;
}
