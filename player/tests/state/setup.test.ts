import { expect, test } from "vitest";
import type { Settings, Slider } from "../../src/contract";
import { changes, isOn, valueOf, withMechanism, withPolicy, withValue } from "../../src/state/setup";

const slider = (name: string, takes: Slider["takes"]): Slider => ({
  name,
  takes,
  title: name.toUpperCase(),
  meaning: "",
  unit: "",
  unit_words: "",
  low: 0,
  high: 1,
  step: 0.1,
  default: 0.5,
  source: "",
  evidence: "",
});
const NOW = slider("gain", "now");
const ANEW = slider("firms", "new world");
const SETTINGS: Settings = {
  presets: [],
  sliders: [NOW, ANEW],
  values: { hard: { gain: 0.3 } },
  mechanisms: [{ name: "race", title: "Learning race", theory: "" }],
  policies: [{ title: "Grant", sentence: "", policy: { instrument: "grant" } }],
};
const SETUP = { scenario: "default", seed: 1 };

test("a slider stands at the preset's value until it is moved", () => {
  expect(valueOf(SETTINGS, SETUP, NOW)).toBe(0.5);
  expect(valueOf(SETTINGS, { ...SETUP, scenario: "hard" }, NOW)).toBe(0.3);
});

test("a value that takes effect now is an act in this quarter, and takes the place of later ones", () => {
  const once = withValue(SETTINGS, SETUP, NOW, 0.7, 12);
  expect(once.acts).toEqual([{ quarter: 12, parameter: "gain", value: 0.7 }]);
  expect(withValue(SETTINGS, once, NOW, 0.9, 8).acts).toEqual([{ quarter: 8, parameter: "gain", value: 0.9 }]);
  expect(withValue(SETTINGS, once, NOW, 0.9, 20).acts).toHaveLength(2);
});

test("a value set back to what held before leaves no act", () => {
  const once = withValue(SETTINGS, SETUP, NOW, 0.7, 12);
  expect(withValue(SETTINGS, once, NOW, 0.5, 12).acts).toEqual([]);
});

test("the number of firms makes a new world, not an act", () => {
  expect(withValue(SETTINGS, SETUP, ANEW, 200, 12)).toEqual({ ...SETUP, firms: 200 });
});

test("a mechanism is switched off from a quarter on, or from before the burn-in, and on again all through", () => {
  const later = withMechanism(SETUP, "race", false, 12);
  const always = withMechanism(SETUP, "race", false, null);
  expect(later.acts).toEqual([{ quarter: 12, without: "race" }]);
  expect(always).toMatchObject({ without: ["race"] });
  for (const setup of [later, always]) {
    expect(isOn(setup, "race")).toBe(false);
    expect(isOn(withMechanism(setup, "race", true, 12), "race")).toBe(true);
  }
});

test("every change is told in words, and can be undone by itself", () => {
  const setup = withPolicy(
    withMechanism(withValue(SETTINGS, SETUP, NOW, 0.7, 12), "race", false, 0),
    { instrument: "grant" },
    5,
  );
  const told = changes(SETTINGS, setup);
  expect(told.map((one) => one.words)).toEqual([
    "GAIN: 0.7, from quarter 12",
    "without learning race, from the start",
    "policy: Grant, from quarter 5",
  ]);
  expect(told[1].undone.acts).toHaveLength(2);
});
