/** What all pages share: the state, the world that is shown, the clock, and the way to the host. */

import type { Answer, Documents, Options, Request, Setup } from "./contract";
import { type Places, places } from "./drawing/places";
import type { Recording } from "./recording/recording";
import { type Concern, concern, type Selection, same } from "./recording/selection";
import { keyOf, read, sameSetup, type State, write } from "./state/address";
import { Clock } from "./state/clock";
import { Worlds } from "./state/worlds";

export type Change = "page" | "world" | "selection" | "view" | "other" | "lesson" | "busy" | "connection" | "notice";

const OFTEN = 500; // milliseconds between two addresses

export class App {
  state: State;
  readonly clock = new Clock(1);
  readonly worlds: Worlds;
  world: Recording | null = null;
  places: Places | null = null;
  before: Recording | null = null; // the same world before the last change, to see what that did
  who!: Concern;
  busy = false;
  connected = true;
  notice = "";
  announcement = "";
  private shown: Setup | null = null; // what makes the world on show
  private asked = 0;
  private listeners = new Set<(what: Set<Change>) => void>();
  private written = "";
  private timer = 0;

  constructor(readonly options: Options) {
    this.worlds = new Worlds(options.host, () => options.documents.restart);
    this.state = {
      page: "start",
      setup: firstSetup(options.documents),
      frame: 0,
      selection: null,
      view: "",
      other: null,
      lesson: "",
      part: "predict",
    };
    this.clock.smooth = !matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.clock.listen((_, whole) => whole && this.remember());
  }

  get documents(): Documents {
    return this.options.documents;
  }

  /** Whether new worlds can be asked for: not in an exported file. */
  get hosted(): boolean {
    return this.options.host !== null;
  }

  get frame(): number {
    return this.clock.quarter;
  }

  listen(listener: (what: Set<Change>) => void): void {
    this.listeners.add(listener);
  }

  tell(...what: Change[]): void {
    for (const listener of this.listeners) listener(new Set(what));
  }

  /** Starts from an address, or from the recording that came with the page. */
  async start(): Promise<void> {
    const bytes = this.options.recording;
    if (bytes) {
      const world = await this.worlds.put(null, bytes);
      this.state = { ...this.state, page: "explore", setup: world.header.setup, view: "" };
      const { state } = read(this.options.search);
      this.take({
        ...state,
        setup: world.header.setup,
        page: this.hosted ? state.page : (["explore", "evidence"] as const).find((p) => p === state.page),
      });
      this.use(world, world.header.setup, this.state.frame);
      return;
    }
    this.goTo(this.options.search);
  }

  /** Takes over an address; what it leaves out starts anew. */
  goTo(search: string): void {
    const { state, problem } = read(search);
    if (problem) this.warn(problem);
    this.written = search;
    this.take({
      page: "start",
      selection: null,
      view: "",
      frame: 0,
      other: null,
      lesson: "",
      part: "predict",
      ...state,
    });
    this.clock.pause();
    const what: Change[] = ["page", "view", "other", "lesson"];
    this.concernAnew(what);
    this.tell(...what);
    if (this.world && sameSetup(this.shown, this.state.setup)) this.clock.seek(this.state.frame);
    else void this.load(this.state.frame);
  }

  /** Changes part of the state, and with it all views. */
  change(patch: Partial<State>): void {
    const before = this.state;
    this.take(patch);
    const what: Change[] = [];
    if (before.page !== this.state.page) what.push("page");
    if (before.view !== this.state.view) what.push("view");
    if (before.lesson !== this.state.lesson || before.part !== this.state.part) what.push("lesson");
    if (keyOf(before.other) !== keyOf(this.state.other)) what.push("other");
    if (!same(before.selection, this.state.selection)) this.concernAnew(what);
    if (what.length) this.tell(...what);
    if (patch.setup && !sameSetup(patch.setup, this.shown)) void this.load(patch.frame ?? this.frame);
    else if (patch.frame !== undefined) this.clock.seek(patch.frame);
    this.remember();
  }

  select(selection: Selection | null): void {
    this.change({ selection: same(selection, this.state.selection) ? null : selection });
  }

  ask(request: Request): Promise<Answer> {
    return this.worlds.ask(request);
  }

  /** One sentence at the top of the page, until it is closed or another one comes. */
  warn(sentence: string): void {
    this.notice = sentence;
    this.tell("notice");
  }

  /** Said to those who do not see the page; only for what happens, never for every quarter. */
  announce(text: string): void {
    this.announcement = text;
    this.tell("notice");
  }

  connection(up: boolean): void {
    this.worlds.up = this.connected = up;
    this.tell("connection");
    this.announce(up ? "The server is back." : `The server has stopped. ${this.documents.restart}`);
  }

  /** The address of what is shown. */
  get address(): string {
    return write({ ...this.state, frame: this.frame });
  }

  private take(patch: Partial<State>): void {
    const given = Object.entries(patch).filter(([, value]) => value !== undefined);
    this.state = { ...this.state, ...Object.fromEntries(given) };
  }

  /** Gets the world of the state's setup; the old one plays on until it is there. */
  private async load(frame: number): Promise<void> {
    const turn = ++this.asked;
    const setup = this.state.setup;
    this.busy = true;
    this.tell("busy");
    try {
      const world = await this.worlds.world(setup);
      if (turn === this.asked) this.use(world, setup, frame);
    } catch (error) {
      if (turn === this.asked) this.refused(error);
    } finally {
      if (turn === this.asked) {
        this.busy = false;
        this.tell("busy");
      }
    }
  }

  private refused(error: unknown): void {
    this.warn(sentence(error));
    const back = this.shown ?? firstSetup(this.documents);
    const lost = this.world === null && !sameSetup(back, this.state.setup);
    this.take({ setup: back });
    this.tell("world");
    if (lost) void this.load(0);
  }

  private use(world: Recording, setup: Setup, frame: number): void {
    const changed =
      this.shown &&
      sameStart(this.shown, setup) &&
      !sameStart(setup, { ...setup, acts: [], policies: [], parameters: {}, without: [] }, true);
    this.before = changed ? this.world : null;
    Object.assign(this, { world, shown: setup, places: placesOf(world) });
    this.clock.last = world.frames - 1;
    this.concernAnew([]);
    this.tell("world");
    this.clock.seek(frame);
  }

  private concernAnew(what: Change[]): void {
    if (this.world) this.who = concern(this.world, this.state.selection);
    what.push("selection");
  }

  /** Writes the address, not more often than a browser likes. */
  private remember(): void {
    if (this.timer) return;
    this.timer = window.setTimeout(() => {
      this.timer = 0;
      const address = this.address;
      if (address === this.written) return;
      this.written = address;
      this.options.onSearch(address);
    }, OFTEN);
  }
}

/** Whether two setups name the same scenario, seed and size; if `wholly`, the same world. */
function sameStart(a: Setup, b: Setup, wholly = false): boolean {
  const start = ({ scenario, seed, firms, quarters }: Setup): Setup => ({ scenario, seed, firms, quarters });
  return wholly ? sameSetup(a, b) : sameSetup(start(a), start(b));
}

/** Where the firms of a world stand. */
export function placesOf(world: Recording): Places {
  const firms = Array.from({ length: world.firms }, (_, i) => ({ home: world.home[i], ...world.lifeOf(i) }));
  return places(
    firms,
    world.header.countries.map((c) => c.region || "other"),
  );
}

export function firstSetup(documents: Documents): Setup {
  return documents.settings.presets[0]?.setup ?? { scenario: "default", seed: 1 };
}

/** The sentence of an error, whatever it is. */
export function sentence(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text || "That did not work, and nobody said why.";
}
