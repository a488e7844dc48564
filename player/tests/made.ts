/** A small world made up for tests, written as the host writes one. */

import type { ColumnInfo, Header } from "../src/contract";
import { decode } from "../src/recording/decode";
import { Recording } from "../src/recording/recording";

type Dtype = ColumnInfo["dtype"];

export interface Given {
  name: string;
  dtype: Dtype;
  shape: number[];
  values: number[];
  more?: Partial<ColumnInfo>;
}

const KINDS = {
  u1: Uint8Array,
  u2: Uint16Array,
  u4: Uint32Array,
  i1: Int8Array,
  i2: Int16Array,
  i4: Int32Array,
  f4: Float32Array,
};

/** The bytes of a recording, not yet compressed; differences of a column in the order `F` are given as they are sent. */
export function encoded(header: Partial<Header>, given: Given[], magic = "ALR1"): ArrayBuffer {
  const parts: Uint8Array[] = [];
  let offset = 0;
  const columns = given.map(({ name, dtype, shape, values, more }) => {
    const array = KINDS[dtype].from(values);
    if (more?.delta && more.order !== "F")
      difference(
        array,
        shape.slice(1).reduce((a, b) => a * b, 1),
      );
    const bytes = new Uint8Array(Math.ceil(array.byteLength / 8) * 8);
    bytes.set(new Uint8Array(array.buffer));
    parts.push(bytes);
    offset += bytes.length;
    return { name, dtype, shape, offset: offset - bytes.length, ...more };
  });
  const head = new TextEncoder().encode(JSON.stringify({ ...header, columns }));
  const start = Math.ceil((8 + head.length) / 8) * 8;
  const all = new Uint8Array(start + offset);
  all.set(new TextEncoder().encode(magic));
  new DataView(all.buffer).setUint32(4, head.length, true);
  all.set(head, 8);
  let at = start;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all.buffer;
}

function difference(array: { [i: number]: number; length: number }, width: number): void {
  for (let i = array.length - 1; i >= width; i--) array[i] -= array[i - width];
}

/**
 * Four firms (ids 10 to 13; the last one lives from frame 2), two countries, five frames. Alliance 100 (firms 10 and 11)
 * lives in frames 0 to 2 and ends by conflict in quarter 2, shown in frame 3, a failure. Alliance 101 (firms 11, 12 and 13)
 * is signed in quarter 1 and lives on. Firm 10 sells abroad from frame 1 on, from frame 3 with a partner.
 */
export function madeWorld(): Recording {
  return new Recording(decode(encoded(HEADER, madeColumns())));
}

export const HEADER: Partial<Header> = {
  format: "alliances-recording",
  version: 1,
  setup: { scenario: "default", seed: 1 },
  title: "A made-up world",
  question: "What is tested?",
  look_for: "What the tests say",
  views: ["active", "ends_by_cause"],
  quarters: 4,
  quarters_per_year: 4,
  firms_at_start: 3,
  countries: [
    {
      code: "DEU",
      number: 276,
      name: "Germany",
      region: "EUR",
      economy: "advanced",
      latitude: 51,
      longitude: 10,
      home: true,
    },
    {
      code: "CHN",
      number: 156,
      name: "China",
      region: "APAC",
      economy: "emerging",
      latitude: 36,
      longitude: 104,
      home: true,
    },
  ],
  industries: ["manufacturing", "ict"],
  causes: ["goals_met", "conflict"],
  hazards: ["goals_met", "conflict"],
  endings: ["dissolved", "taken_over"],
  motives: ["market", "learning"],
  modes: ["export", "joint_venture"],
  governance: ["contractual", "equity_joint_venture"],
  stages: ["management"],
  actors: ["executives"],
  events: ["defection_seen", "shock_starts"],
  found: ["prior_tie"],
  resources: ["technology"],
  words: { goals_met: "goals met" },
  policies: [],
  series: [{ name: "active", title: "Active alliances", unit: "", low: 0, high: null, band: null }],
  why: { "0": "Ended by conflict in quarter 2: trust had fallen to .20." },
};

/** The columns of that world, some with other values. */
export function madeColumns(others: Record<string, number[]> = {}): Given[] {
  return columns().map((given) => ({ ...given, values: others[given.name] ?? given.values }));
}

function columns(): Given[] {
  const lives = [1, 1, 1, 0, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1];
  const abroad = Array.from({ length: 20 }, (_, i) => (i % 4 === 0 && i >= 4 ? 0.5 : 0));
  return [
    { name: "firms.id", dtype: "u2", shape: [4], values: [10, 11, 12, 13] },
    { name: "firms.key", dtype: "u4", shape: [4], values: [4000000001, 7, 8, 9] },
    { name: "firms.home", dtype: "u1", shape: [4], values: [0, 0, 1, 1] },
    { name: "firms.industry", dtype: "u1", shape: [4], values: [0, 1, 1, 0] },
    { name: "firms.founded", dtype: "i2", shape: [4], values: [-9, -9, -9, 1] },
    { name: "firms.closed", dtype: "i2", shape: [4], values: [-999, -999, -999, -999], more: { missing: -999 } },
    {
      name: "firms.assets",
      dtype: "u1",
      shape: [5, 4],
      values: lives.map((v) => 40 * v),
      more: { delta: true, map: "log", scale: 0.05 },
    },
    {
      name: "firms.foreign_share",
      dtype: "u1",
      shape: [5, 4],
      values: abroad.map((v) => 200 * v),
      more: { scale: 1 / 200 },
    },
    { name: "firms.sales", dtype: "f4", shape: [5, 4], values: lives.map((v) => 1000 * v) },
    { name: "alliances.id", dtype: "u2", shape: [2], values: [100, 101] },
    { name: "alliances.partners", dtype: "i2", shape: [2, 3], values: [0, 1, -1, 1, 2, 3], more: { missing: -1 } },
    { name: "alliances.formed", dtype: "i2", shape: [2], values: [-3, 1] },
    { name: "alliances.ended", dtype: "i2", shape: [2], values: [2, -999], more: { missing: -999 } },
    { name: "alliances.cause", dtype: "i1", shape: [2], values: [1, -1], more: { missing: -1 } },
    { name: "alliances.judged", dtype: "u1", shape: [2], values: [2, 0] },
    { name: "alliances.first_row", dtype: "u2", shape: [2], values: [0, 4] },
    { name: "alliances.first_frame", dtype: "i2", shape: [2], values: [0, 2] },
    { name: "alliances.rows", dtype: "u2", shape: [2], values: [4, 3] },
    {
      name: "life.trust",
      dtype: "u1",
      shape: [7, 3],
      values: [200, 180, 255, 150, 120, 255, 100, 60, 255, 40, 40, 255, 90, 90, 90, 100, 100, 100, 110, 110, 110],
      more: { delta: true, scale: 1 / 200, missing: 255 },
    },
    {
      name: "life.conflict",
      dtype: "u1",
      shape: [7],
      values: [20, 60, 120, 180, 10, 10, 10],
      more: { scale: 1 / 200 },
    },
    { name: "spells.firm", dtype: "u2", shape: [2], values: [0, 0] },
    { name: "spells.market", dtype: "u1", shape: [2], values: [1, 1] },
    { name: "spells.mode", dtype: "u1", shape: [2], values: [0, 1] },
    { name: "spells.from", dtype: "u2", shape: [2], values: [1, 3] },
    { name: "spells.to", dtype: "u2", shape: [2], values: [3, 5] },
    { name: "spells.alliance", dtype: "i2", shape: [2], values: [-1, 1], more: { missing: -1 } },
    { name: "events.frame", dtype: "u2", shape: [1], values: [2] },
    { name: "events.kind", dtype: "u1", shape: [1], values: [0] },
    { name: "events.alliance", dtype: "i2", shape: [1], values: [0], more: { missing: -1 } },
    { name: "events.firm", dtype: "i2", shape: [1], values: [1], more: { missing: -1 } },
    { name: "events.policy", dtype: "i2", shape: [1], values: [-1], more: { missing: -1 } },
    { name: "series.active", dtype: "f4", shape: [5], values: [1, 1, 2, 1, 1] },
  ];
}
