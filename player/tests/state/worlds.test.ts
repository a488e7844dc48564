import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Answer, Host } from "../../src/contract";
import { Worlds } from "../../src/state/worlds";

const RECORDED = new Uint8Array(readFileSync(new URL("../small.alr", import.meta.url)));
const SETUP = { scenario: "default", seed: 3 };

/** A host that counts what it is asked, and fails as often as told. */
function counting(failures = 0): Host & { asked: number } {
  const host = {
    asked: 0,
    ask: async (): Promise<Answer> => {
      if (host.asked++ < failures) throw new Error("seed = -1 must be 0 or more");
      return { json: {}, files: [RECORDED] };
    },
  };
  return host;
}

test("the same world is asked for once, whatever the order of its settings", async () => {
  const host = counting();
  const worlds = new Worlds(host, () => "");
  const [one, again] = await Promise.all([
    worlds.world(SETUP),
    worlds.world({ seed: 3, scenario: "default", acts: [] }),
  ]);
  expect(one).toBe(again);
  expect(host.asked).toBe(1);
});

test("a refusal is passed on as its sentence, and the next try asks again", async () => {
  const host = counting(1);
  const worlds = new Worlds(host, () => "");
  await expect(worlds.world(SETUP)).rejects.toThrow("seed = -1 must be 0 or more");
  await expect(worlds.world(SETUP)).resolves.toBeDefined();
});

test("while the host is gone, kept worlds play on and new ones are refused with how to start it again", async () => {
  const worlds = new Worlds(counting(), () => "Start it again with: alliances app");
  await worlds.world(SETUP);
  worlds.up = false;
  await expect(worlds.world(SETUP)).resolves.toBeDefined();
  await expect(worlds.world({ ...SETUP, seed: 4 })).rejects.toThrow("alliances app");
});

test("without a host nothing is asked, and what came with the page is kept", async () => {
  const worlds = new Worlds(null, () => "");
  const world = await worlds.put(SETUP, RECORDED);
  await expect(worlds.world(SETUP)).resolves.toBe(world);
  await expect(worlds.world({ ...SETUP, seed: 4 })).rejects.toThrow("no server");
});

test("only the worlds asked for last are kept", async () => {
  const host = counting();
  const worlds = new Worlds(host, () => "");
  for (let seed = 0; seed < 8; seed++) await worlds.world({ ...SETUP, seed });
  await worlds.world({ ...SETUP, seed: 7 });
  expect(host.asked).toBe(8);
  await worlds.world({ ...SETUP, seed: 0 });
  expect(host.asked).toBe(9);
});
