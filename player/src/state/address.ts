/** The state of the page as an address, and back; what cannot be read is left out, and said in one sentence. */

import type { Act, Policy, Setup } from "../contract";
import { KINDS, type Kind, type Selection } from "../recording/selection";

export const PAGES = ["start", "explore", "compare", "learn", "evidence"] as const;
export type Page = (typeof PAGES)[number];
export const LESSON_STEPS = ["predict", "run", "reveal", "explain"] as const;
export type LessonPart = (typeof LESSON_STEPS)[number];

export interface State {
  page: Page;
  setup: Setup;
  frame: number;
  selection: Selection | null;
  view: string;
  other: Setup | null; // the second world of Compare
  lesson: string;
  part: LessonPart;
}

export interface Read {
  state: Partial<State>;
  problem: string; // one sentence, or nothing
}

export const LINK_VERSION = 1;
const LONGEST = 8000; // characters of an address
const WORD = /^[\w.-]{1,64}$/;
const MOST = 1e12; // no number in an address is larger

/** Reads an address such as `?page=explore&seed=3`. */
export function read(search: string): Read {
  const wrong: string[] = [];
  if (search.length > LONGEST)
    return { state: {}, problem: "This link is too long to be one of this page; it was not used." };
  const given = new URLSearchParams(search);
  const version = given.get("v");
  if (version !== null && version !== String(LINK_VERSION)) {
    return {
      state: {},
      problem: `This link was made for another version of this page (link version ${clip(version)}; this page reads ${LINK_VERSION}).`,
    };
  }
  const state: Partial<State> = {};
  const take = <T>(key: string, parse: (text: string) => T | null, use: (value: T) => void) => {
    const text = given.get(key);
    if (text === null || text === "") return;
    const value = parse(text);
    if (value === null) wrong.push(`${key}=${clip(text)}`);
    else use(value);
  };
  take("page", oneOf(PAGES), (page) => (state.page = page));
  take("frame", whole, (frame) => (state.frame = frame));
  take("select", selection, (chosen) => (state.selection = chosen));
  take("view", word, (view) => (state.view = view));
  take("lesson", word, (lesson) => (state.lesson = lesson));
  take("part", oneOf(LESSON_STEPS), (part) => (state.part = part));
  take("other", setupOf, (other) => (state.other = other));
  const setup = readSetup(take);
  if (setup) state.setup = setup;
  return {
    state,
    problem: wrong.length ? `Part of this link cannot be read and was left out: ${wrong.slice(0, 3).join(", ")}.` : "",
  };
}

type Take = <T>(key: string, parse: (text: string) => T | null, use: (value: T) => void) => void;

function readSetup(take: Take): Setup | null {
  const setup: Setup = { scenario: "", seed: NaN };
  take("scenario", word, (name) => (setup.scenario = name));
  take("seed", whole, (seed) => (setup.seed = seed));
  take("firms", whole, (firms) => (setup.firms = firms));
  take("quarters", whole, (quarters) => (setup.quarters = quarters));
  take("set", parameters, (values) => (setup.parameters = values));
  take("without", words, (names) => (setup.without = names));
  take(
    "acts",
    (text) => listOf<Act>(text, (act) => Number.isInteger(act.quarter)),
    (acts) => (setup.acts = acts),
  );
  take(
    "policies",
    (text) => listOf<Policy>(text, () => true),
    (policies) => (setup.policies = policies),
  );
  const said = setup.scenario !== "" || Object.keys(setup).length > 2 || !Number.isNaN(setup.seed);
  if (!said) return null;
  return { ...setup, scenario: setup.scenario || "default", seed: Number.isNaN(setup.seed) ? 1 : setup.seed };
}

/** Writes the state as an address. */
export function write(state: State): string {
  const text = new URLSearchParams({ v: String(LINK_VERSION), page: state.page });
  if (state.page === "learn") {
    if (state.lesson) text.set("lesson", state.lesson);
    if (state.lesson && state.part !== "predict") text.set("part", state.part);
  }
  writeSetup(text, state.setup);
  if (state.frame > 0) text.set("frame", String(state.frame));
  if (state.selection) text.set("select", `${state.selection.kind}:${state.selection.name}`);
  if (state.view) text.set("view", state.view);
  if (state.page === "compare" && state.other) text.set("other", JSON.stringify(state.other));
  return `?${text.toString().replaceAll("%3A", ":").replaceAll("%2C", ",")}`;
}

function writeSetup(text: URLSearchParams, setup: Setup): void {
  text.set("scenario", setup.scenario);
  text.set("seed", String(setup.seed));
  if (setup.firms !== undefined) text.set("firms", String(setup.firms));
  if (setup.quarters !== undefined) text.set("quarters", String(setup.quarters));
  const changed = Object.entries(setup.parameters ?? {});
  if (changed.length) text.set("set", changed.map(([name, value]) => `${name}:${value}`).join(","));
  if (setup.without?.length) text.set("without", setup.without.join(","));
  if (setup.acts?.length) text.set("acts", JSON.stringify(setup.acts));
  if (setup.policies?.length) text.set("policies", JSON.stringify(setup.policies));
}

/** Whether two setups make the same world. */
export function sameSetup(a: Setup | null, b: Setup | null): boolean {
  return keyOf(a) === keyOf(b);
}

/** A text that is the same for the same setup, whatever the order of its parts. */
export function keyOf(setup: Setup | null): string {
  return JSON.stringify(setup, (_, value) => {
    if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
    const kept = Object.entries(value).filter(
      ([, v]) => v !== undefined && !(Array.isArray(v) && !v.length) && !empty(v),
    );
    return Object.fromEntries(kept.sort(([x], [y]) => (x < y ? -1 : 1)));
  });
}

function empty(value: unknown): boolean {
  return value !== null && typeof value === "object" && !Array.isArray(value) && !Object.keys(value).length;
}

function oneOf<T extends string>(allowed: readonly T[]): (text: string) => T | null {
  return (text) => allowed.find((name) => name === text) ?? null;
}

function word(text: string): string | null {
  return WORD.test(text) ? text : null;
}

function words(text: string): string[] | null {
  const parts = text.split(",");
  return parts.every((part) => WORD.test(part)) ? parts : null;
}

function whole(text: string): number | null {
  const value = Number(text);
  return /^\d{1,15}$/.test(text) && Number.isSafeInteger(value) ? value : null;
}

function parameters(text: string): Record<string, number> | null {
  const values: Record<string, number> = {};
  for (const part of text.split(",")) {
    const [name, value, more] = part.split(":");
    const number = Number(value);
    if (!WORD.test(name) || name === "__proto__" || value === "" || more !== undefined || !(Math.abs(number) <= MOST))
      return null;
    values[name] = number;
  }
  return values;
}

function selection(text: string): Selection | null {
  const [kind, name, more] = text.split(":");
  if (more !== undefined || !KINDS.includes(kind as Kind) || !WORD.test(name ?? "")) return null;
  if ((kind === "firm" || kind === "alliance") && whole(name) === null) return null;
  return { kind: kind as Kind, name };
}

function listOf<T extends object>(text: string, good: (item: T) => boolean): T[] | null {
  try {
    const list = JSON.parse(text) as T[];
    const sound =
      Array.isArray(list) &&
      list.every((item) => item !== null && typeof item === "object" && !Array.isArray(item) && good(item));
    return sound ? list : null;
  } catch {
    return null;
  }
}

function setupOf(text: string): Setup | null {
  const list = listOf<Setup>(
    `[${text}]`,
    (item) => typeof item.scenario === "string" && Number.isSafeInteger(item.seed),
  );
  return list?.length === 1 ? list[0] : null;
}

function clip(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
