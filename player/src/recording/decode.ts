/** From the bytes of a recording to its header and columns. */

import type { ColumnInfo, Header } from "../contract";

type Numbers = Uint8Array | Uint16Array | Uint32Array | Int8Array | Int16Array | Int32Array | Float32Array;

const KINDS = {
  u1: Uint8Array,
  u2: Uint16Array,
  u4: Uint32Array,
  i1: Int8Array,
  i2: Int16Array,
  i4: Int32Array,
  f4: Float32Array,
};
const MAGIC = "ALR";
const VERSION = "1";

/** A column: stored numbers, and how they are read. */
export class Column {
  readonly missing: number | null;
  readonly width: number; // numbers a row
  private readonly scale: number;
  private readonly log: boolean;

  constructor(
    readonly info: ColumnInfo,
    readonly stored: Numbers,
  ) {
    this.missing = info.missing ?? null;
    this.width = info.shape.slice(1).reduce((a, b) => a * b, 1);
    this.scale = info.scale ?? 1;
    this.log = info.map === "log";
  }

  /** The value in a row and place; NaN where there is nothing. */
  at(row: number, place = 0): number {
    const stored = this.stored[row * this.width + place];
    if (stored === undefined || stored === this.missing) return NaN;
    return this.log ? Math.exp(stored * this.scale) - 1 : stored * this.scale;
  }

  /** A code or row number; -1 where there is nothing. */
  code(row: number, place = 0): number {
    const stored = this.stored[row * this.width + place];
    return stored === undefined || stored === this.missing ? -1 : stored;
  }
}

export interface Decoded {
  header: Header;
  columns: Map<string, Column>;
}

/** Unpacks a recording as it is sent; throws an Error with a sentence for what is none. */
export async function unpack(bytes: Uint8Array): Promise<Decoded> {
  let plain: ArrayBuffer;
  try {
    const stream = new Blob([bytes as BlobPart]).stream().pipeThrough(new DecompressionStream("gzip"));
    plain = await new Response(stream).arrayBuffer();
  } catch {
    throw new Error("This is not a recording of a world, or it is damaged.");
  }
  return decode(plain);
}

/** Reads an unpacked recording. */
export function decode(buffer: ArrayBuffer): Decoded {
  const head = new Uint8Array(buffer, 0, Math.min(8, buffer.byteLength));
  const magic = String.fromCharCode(...head.slice(0, 4));
  if (head.length < 8 || !magic.startsWith(MAGIC)) throw new Error("This is not a recording of a world.");
  if (magic[3] !== VERSION)
    throw new Error(`This recording is of format ${magic[3]}; this player reads format ${VERSION}.`);
  const length = new DataView(buffer).getUint32(4, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 8, length))) as Header;
  const start = Math.ceil((8 + length) / 8) * 8;
  const columns = new Map(header.columns.map((info) => [info.name, column(buffer, start, info)]));
  return { header, columns };
}

function column(buffer: ArrayBuffer, start: number, info: ColumnInfo): Column {
  const kind = KINDS[info.dtype];
  const count = info.shape.reduce((a, b) => a * b, 1);
  const stored = new kind(buffer, start + info.offset, count);
  const width = info.shape.slice(1).reduce((a, b) => a * b, 1);
  return new Column(info, rowByRow(stored, info, width));
}

/** The numbers row by row, with differences along the first axis added up; a typed array wraps around by itself. */
function rowByRow(stored: Numbers, info: ColumnInfo, width: number): Numbers {
  const across = info.order === "F" && width > 1;
  const rows = info.shape[0];
  if (info.delta) {
    for (let i = 0; i < stored.length; i++)
      if (across ? i % rows : i >= width) stored[i] += stored[i - (across ? 1 : width)];
  }
  if (!across) return stored;
  const turned = stored.slice();
  for (let i = 0; i < stored.length; i++) turned[(i % rows) * width + Math.floor(i / rows)] = stored[i];
  return turned;
}
