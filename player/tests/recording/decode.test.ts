import { expect, test } from "vitest";
import { decode, unpack } from "../../src/recording/decode";
import { encoded, madeWorld } from "../made";

const NUMBERS = {
  name: "a",
  dtype: "u1" as const,
  shape: [3, 2],
  values: [250, 1, 5, 255, 7, 0],
  more: { delta: true, missing: 255 },
};

test("differences are added up along the first axis and wrap around as the host wrapped them", () => {
  const { columns } = decode(encoded({}, [NUMBERS]));
  expect(Array.from(columns.get("a")!.stored)).toEqual([250, 1, 5, 255, 7, 0]);
});

test("a column told column by column comes out row by row, its differences added up within each column", () => {
  const asSent = { ...NUMBERS, values: [250, 11, 2, 1, 254, 1], more: { order: "F" as const, delta: true } };
  const column = decode(encoded({}, [asSent])).columns.get("a")!;
  expect(Array.from(column.stored)).toEqual([250, 1, 5, 255, 7, 0]);
});

test("what is missing is read as nothing, after the differences are undone", () => {
  const column = decode(encoded({}, [NUMBERS])).columns.get("a")!;
  expect(column.at(1, 1)).toBeNaN();
  expect(column.code(1, 1)).toBe(-1);
  expect(column.code(1, 0)).toBe(5);
});

test("a linear column is stored times scale, and a logarithmic one is exp less one", () => {
  const given = [
    { name: "l", dtype: "u1" as const, shape: [1], values: [10], more: { scale: 0.5 } },
    { name: "g", dtype: "u1" as const, shape: [1], values: [10], more: { scale: 0.1, map: "log" as const } },
  ];
  const { columns } = decode(encoded({}, given));
  expect(columns.get("l")!.at(0)).toBe(5);
  expect(columns.get("g")!.at(0)).toBeCloseTo(Math.E - 1);
});

test("a recording comes back from gzip as it was sent", async () => {
  const stream = new Blob([encoded({ title: "Ümlaut" }, [NUMBERS])])
    .stream()
    .pipeThrough(new CompressionStream("gzip"));
  const { header } = await unpack(new Uint8Array(await new Response(stream).arrayBuffer()));
  expect(header.title).toBe("Ümlaut");
});

test("junk, another file and another version are refused in a sentence", async () => {
  await expect(unpack(new Uint8Array([1, 2, 3]))).rejects.toThrow("not a recording of a world, or it is damaged");
  expect(() => decode(encoded({}, [], "PNG1"))).toThrow("This is not a recording of a world.");
  expect(() => decode(encoded({}, [], "ALR2"))).toThrow("of format 2; this player reads format 1");
  expect(() => decode(new ArrayBuffer(3))).toThrow("This is not a recording of a world.");
});

test("an alliance lives from its first frame to the one before its end shows", () => {
  const world = madeWorld();
  expect(world.alive.map((list) => Array.from(list))).toEqual([[0], [0], [0, 1], [1], [1]]);
  expect(world.ends.map((list) => Array.from(list))).toEqual([[], [], [], [0], []]);
  expect(world.leastTrust(0, 2)).toBeCloseTo(0.3);
  expect(world.leastTrust(0, 4)).toBeNaN();
});
