import { expect, test } from "vitest";
import { Pair } from "../../src/recording/pair";
import { decode } from "../../src/recording/decode";
import { Recording } from "../../src/recording/recording";
import { encoded, HEADER, madeColumns, madeWorld } from "../made";

test("a world differs from itself in nothing, in no frame", () => {
  const pair = new Pair([madeWorld(), madeWorld()]);
  for (let frame = 0; frame < 5; frame++) {
    for (const { firms, alliances } of pair.differences(frame))
      expect([...firms, ...alliances].some(Boolean)).toBe(false);
  }
});

test("firms are found again by their keys, and stand in the same place in both worlds", () => {
  const pair = new Pair([
    madeWorld(),
    new Recording(decode(encoded(HEADER, madeColumns({ "firms.key": [9, 4000000001, 8, 7] })))),
  ]);
  expect(pair.placeOf[0](0)).toBe(pair.placeOf[1](1));
  expect(pair.placeOf[0](2)).toBe(pair.placeOf[1](2));
  expect(pair.places[0].x.length).toBe(6); // two have another home there, and so are others
});

test("an alliance that lives on in only one of two worlds is marked there, and only there", () => {
  const longer = new Recording(
    decode(encoded(HEADER, madeColumns({ "alliances.ended": [-999, -999], "alliances.cause": [-1, -1] }))),
  );
  const [left, right] = new Pair([madeWorld(), longer]).differences(3);
  expect(Array.from(left.alliances)).toEqual([0, 0]);
  expect(Array.from(right.alliances)).toEqual([1, 0]);
});

test("a firm that sells abroad in only one of two worlds is marked in both", () => {
  const home = new Recording(decode(encoded(HEADER, madeColumns({ "firms.foreign_share": new Array(20).fill(0) }))));
  const [left, right] = new Pair([madeWorld(), home]).differences(2);
  expect(Array.from(left.firms)).toEqual([1, 0, 0, 0]);
  expect(Array.from(right.firms)).toEqual([1, 0, 0, 0]);
});

test("worlds with other countries are laid out together, each with its own", () => {
  const header = { ...HEADER, countries: [...HEADER.countries!].reverse() };
  const pair = new Pair([madeWorld(), new Recording(decode(encoded(header, madeColumns())))]);
  expect(pair.places[0].clusters[0]).toEqual(pair.places[1].clusters[1]);
  expect(pair.differences(2)[0].firms).toEqual(new Uint8Array([1, 1, 1, 1])); // nobody is at home where it was
});
