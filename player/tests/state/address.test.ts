import { expect, test } from "vitest";
import { keyOf, read, sameSetup, type State, write } from "../../src/state/address";

const STATE: State = {
  page: "compare",
  setup: {
    scenario: "default",
    seed: 7,
    firms: 200,
    parameters: { "trust.gain": 0.2 },
    without: ["learning_race"],
    acts: [{ quarter: 12, parameter: "trust.gain", value: 0.4 }],
    policies: [{ instrument: "export_grant", name: "A & B = ü" }],
  },
  frame: 32,
  selection: { kind: "alliance", name: "17" },
  view: "map",
  other: { scenario: "default", seed: 7, without: ["opportunism"] },
  lesson: "",
  part: "predict",
};

test("what is written is read again", () => {
  const { state, problem } = read(write(STATE));
  expect(problem).toBe("");
  expect(state).toEqual({ ...STATE, lesson: undefined, part: undefined });
});

test("a lesson and its step come back", () => {
  const { state } = read(write({ ...STATE, page: "learn", lesson: "trust", part: "reveal" }));
  expect(state).toMatchObject({ page: "learn", lesson: "trust", part: "reveal" });
});

test("an empty address asks for nothing", () => {
  expect(read("")).toEqual({ state: {}, problem: "" });
});

test("what cannot be read is left out, and the rest is used", () => {
  const { state, problem } = read("?page=explore&seed=-1&frame=1e9&select=alien:3&scenario=default");
  expect(state).toEqual({ page: "explore", setup: { scenario: "default", seed: 1 } });
  expect(problem).toBe("Part of this link cannot be read and was left out: frame=1e9, select=alien:3, seed=-1.");
});

test("hostile values give one sentence and no error", () => {
  const hostile = [
    "?set=__proto__:1",
    "?set=a:1e999",
    "?set=a:NaN",
    "?set=a",
    "?acts={",
    "?acts=[1]",
    "?acts=[null]",
    "?policies=7",
    "?other=null",
    "?other=[]",
    "?scenario=../../etc/passwd",
    "?scenario=<script>",
    "?select=firm:x",
    "?seed=99999999999999999999",
  ];
  for (const search of hostile) expect(read(search).problem).toContain("cannot be read");
  expect(read(`?view=${"x".repeat(9000)}`).problem).toContain("too long");
});

test("a link of another version is named as one", () => {
  expect(read("?v=2&page=explore")).toEqual({
    state: {},
    problem: "This link was made for another version of this page (link version 2; this page reads 1).",
  });
});

test("setups are the same whatever the order of their parts, and whether a list is empty or left out", () => {
  expect(sameSetup({ scenario: "a", seed: 1, without: [], parameters: {} }, { seed: 1, scenario: "a" })).toBe(true);
  expect(sameSetup({ scenario: "a", seed: 1 }, { scenario: "a", seed: 2 })).toBe(false);
  expect(keyOf(null)).toBe("null");
});
