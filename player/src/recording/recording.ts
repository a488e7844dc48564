/** A world, frame by frame: what lives, ties, ends and goes abroad. */

import type { Country, Header } from "../contract";
import type { Column, Decoded } from "./decode";

const JUDGED = 5; // years after which an alliance is judged at the latest

export interface Spell {
  firm: number;
  market: number;
  mode: number;
  from: number;
  to: number;
  alliance: number;
}

export interface WorldEvent {
  frame: number;
  kind: string;
  alliance: number;
  firm: number;
  policy: number;
}

/** Rows are those of the recording; ids are those of the tables. */
export class Recording {
  readonly header: Header;
  readonly frames: number; // 0 to quarters
  readonly firms: number;
  readonly alliances: number;
  readonly partners: number[][]; // by alliance
  readonly home: Uint8Array; // by firm
  readonly industry: Uint8Array;
  readonly firstFrame: Int32Array; // by alliance
  readonly lastAlive: Int32Array; // last frame in which it lives
  readonly endFrame: Int32Array; // frame that shows its end; -1 if it lives on
  readonly cause: Int16Array; // -1 if it lives on
  readonly alive: Int32Array[]; // by frame: alliances
  readonly ends: Int32Array[]; // by frame: alliances
  readonly spells: Spell[];
  readonly events: WorldEvent[];
  private readonly lifeFrom: Int32Array; // by firm
  private readonly lifeTo: Int32Array;
  private readonly columns: Map<string, Column>;
  private readonly read = new Map<string, number[]>();

  constructor(decoded: Decoded) {
    this.header = decoded.header;
    this.columns = decoded.columns;
    this.frames = this.header.quarters + 1;
    this.firms = this.column("firms.id").info.shape[0];
    this.alliances = this.column("alliances.id").info.shape[0];
    this.partners = this.rowsOf("alliances.partners", this.alliances);
    this.home = Uint8Array.from({ length: this.firms }, (_, i) => this.column("firms.home").code(i));
    this.industry = Uint8Array.from({ length: this.firms }, (_, i) => this.column("firms.industry").code(i));
    this.lifeFrom = Int32Array.from({ length: this.firms }, (_, i) => Math.max(0, this.value("firms.founded", i) + 1));
    this.lifeTo = Int32Array.from({ length: this.firms }, (_, i) =>
      Number.isNaN(this.value("firms.closed", i)) ? this.frames : this.value("firms.closed", i) + 1,
    );
    this.firstFrame = this.ints("alliances.first_frame");
    this.cause = Int16Array.from({ length: this.alliances }, (_, a) => this.code("alliances.cause", a));
    this.endFrame = Int32Array.from({ length: this.alliances }, (_, a) => this.endOf(a));
    this.lastAlive = Int32Array.from(
      { length: this.alliances },
      (_, a) => this.lastFrame(a) - (this.endFrame[a] >= 0 ? 1 : 0),
    );
    this.alive = this.byFrame((a) => [Math.max(0, this.firstFrame[a]), this.lastAlive[a]]);
    this.ends = this.byFrame((a) => [this.endFrame[a], this.endFrame[a]]);
    this.spells = this.allSpells();
    this.events = this.allEvents();
  }

  column(name: string): Column {
    const found = this.columns.get(name);
    if (!found) throw new Error(`The recording has no ${name}.`);
    return found;
  }

  has(name: string): boolean {
    return this.columns.has(name);
  }

  /** A code or row number of a column; -1 for nothing. */
  code(name: string, row: number, place = 0): number {
    return this.column(name).code(row, place);
  }

  /** A value of a column; NaN for nothing. */
  value(name: string, row: number, place = 0): number {
    return this.column(name).at(row, place);
  }

  /** What people read for a name of the header. */
  word(name: string): string {
    return this.header.words[name] ?? name.replaceAll("_", " ");
  }

  country(place: number): Country {
    return this.header.countries[place];
  }

  /** Assets of a firm in million USD; 0 where it does not live. */
  assets(frame: number, firm: number): number {
    return this.column("firms.assets").at(frame, firm);
  }

  /** Total sales of a firm in million USD a year, as of the last year that was noted. */
  sales(frame: number, firm: number): number {
    const column = this.column("firms.sales");
    return column.at(Math.floor((frame * (column.info.shape[0] - 1)) / (this.frames - 1)), firm);
  }

  lives(frame: number, firm: number): boolean {
    return this.lifeFrom[firm] <= frame && frame < this.lifeTo[firm];
  }

  /** From which frame to which a firm lives; `to` is not included. */
  lifeOf(firm: number): { from: number; to: number } {
    return { from: this.lifeFrom[firm], to: this.lifeTo[firm] };
  }

  /** The frame that shows whether an alliance failed: its end, or its fifth birthday; -1 if it was not judged. */
  judgedFrame(alliance: number): number {
    if (!(this.code("alliances.judged", alliance) > 0)) return -1;
    const birthday = this.value("alliances.formed", alliance) + JUDGED * this.header.quarters_per_year;
    return this.endFrame[alliance] >= 0 ? Math.min(this.endFrame[alliance], birthday) : birthday;
  }

  /** The row of `life.*` of an alliance in a frame; -1 outside its life. */
  lifeRow(alliance: number, frame: number): number {
    const behind = frame - this.firstFrame[alliance];
    if (behind < 0 || behind >= this.code("alliances.rows", alliance)) return -1;
    return this.code("alliances.first_row", alliance) + behind;
  }

  /** The trust of the least trusting partner. */
  leastTrust(alliance: number, frame: number): number {
    const row = this.lifeRow(alliance, frame);
    if (row < 0) return NaN;
    const trust = this.column("life.trust");
    let least = Infinity;
    for (let p = 0; p < this.partners[alliance].length; p++) least = Math.min(least, trust.at(row, p));
    return least;
  }

  conflict(alliance: number, frame: number): number {
    const row = this.lifeRow(alliance, frame);
    return row < 0 ? NaN : this.value("life.conflict", row);
  }

  /** A recorded series, by frame. */
  series(name: string): number[] {
    const known = this.read.get(name);
    if (known) return known;
    const column = this.columns.get(`series.${name}`);
    const values = Array.from({ length: this.frames }, (_, f) => column?.at(f) ?? NaN);
    this.read.set(name, values);
    return values;
  }

  firmRow(id: number): number {
    return this.column("firms.id").stored.indexOf(id as never);
  }

  allianceRow(id: number): number {
    return this.column("alliances.id").stored.indexOf(id as never);
  }

  /** The name that the scenario's file gives a firm, or its number. */
  firmName(row: number): string {
    return this.header.named?.find((one) => one.row === row)?.name ?? `Firm ${this.code("firms.id", row)}`;
  }

  allianceName(row: number): string {
    return `Alliance ${this.code("alliances.id", row)}`;
  }

  private ints(name: string): Int32Array {
    return Int32Array.from({ length: this.column(name).info.shape[0] }, (_, i) => this.column(name).at(i));
  }

  private rowsOf(name: string, rows: number): number[][] {
    const column = this.column(name);
    return Array.from({ length: rows }, (_, r) =>
      Array.from({ length: column.width }, (_, p) => column.code(r, p)).filter((v) => v >= 0),
    );
  }

  private lastFrame(alliance: number): number {
    return this.firstFrame[alliance] + this.code("alliances.rows", alliance) - 1;
  }

  private endOf(alliance: number): number {
    return Number.isNaN(this.value("alliances.ended", alliance)) ? -1 : this.lastFrame(alliance);
  }

  private byFrame(span: (alliance: number) => [number, number]): Int32Array[] {
    const lists: number[][] = Array.from({ length: this.frames }, () => []);
    for (let a = 0; a < this.alliances; a++) {
      const [from, to] = span(a);
      for (let f = Math.max(from, 0); from >= 0 && f <= Math.min(to, this.frames - 1); f++) lists[f].push(a);
    }
    return lists.map((list) => Int32Array.from(list));
  }

  private allSpells(): Spell[] {
    const of = (name: string, i: number) => this.code(`spells.${name}`, i);
    return Array.from({ length: this.column("spells.firm").info.shape[0] }, (_, i) => ({
      firm: of("firm", i),
      market: of("market", i),
      mode: of("mode", i),
      from: of("from", i),
      to: of("to", i),
      alliance: of("alliance", i),
    }));
  }

  private allEvents(): WorldEvent[] {
    const of = (name: string, i: number) => this.code(`events.${name}`, i);
    return Array.from({ length: this.column("events.frame").info.shape[0] }, (_, i) => ({
      frame: of("frame", i),
      kind: this.header.events[of("kind", i)] ?? "",
      alliance: of("alliance", i),
      firm: of("firm", i),
      policy: of("policy", i),
    }));
  }
}

/** What people call a frame: "Start", "Quarter 31". */
export function frameName(frame: number): string {
  return frame <= 0 ? "Start" : `Quarter ${frame - 1}`;
}
