/** Compare: two worlds, one clock, the same firms in the same places; what differs is highlighted and drawn as a series. */

import { type App, type Change, sentence } from "../app";
import { fill, h, say } from "../dom";
import { Network } from "../drawing/network";
import { concern, rowOf, type Selection, title } from "../recording/selection";
import { Pair } from "../recording/pair";
import type { Recording } from "../recording/recording";
import { ChangeForm } from "../parts/change-form";
import { ideas } from "../parts/ideas";
import { PairSeries } from "../parts/pair-series";
import { Transport } from "../parts/transport";
import { changes } from "../state/setup";
import { keyOf } from "../state/address";
import type { Setup } from "../contract";
import type { Page } from "./page";

export function compare(app: App): Page {
  return new Compare(app);
}

class Compare implements Page {
  readonly element: HTMLElement;
  private readonly networks: [Network, Network];
  private readonly titles = [h("h2"), h("h2")];
  private readonly counts = [h("p", { class: "muted small" }), h("p", { class: "muted small" })];
  private readonly fates = [h("p", { class: "fate small" }), h("p", { class: "fate small" })];
  private readonly told = h("p", { class: "told", role: "status" });
  private readonly body = h("div", { class: "both" });
  private readonly first = h("div"); // what to compare, while there is no second world
  private readonly form: ChangeForm;
  private readonly series: PairSeries;
  private pair: Pair | null = null;
  private shows = "";
  private plays = false; // as soon as both worlds are there

  constructor(private readonly app: App) {
    const network = (label: string) => new Network(label, (selection) => app.select(selection));
    this.networks = [network("Network of the first world"), network("Network of the second world")];
    this.form = new ChangeForm(app, (other) => this.play(other));
    this.series = new PairSeries(app);
    const side = (i: 0 | 1) =>
      h(
        "section",
        { class: "card network" },
        this.titles[i],
        this.counts[i],
        this.fates[i],
        h("div", { class: "stage" }, this.networks[i].surface.canvas),
      );
    fill(
      this.body,
      new Transport(app).element,
      h("div", { class: "sides" }, side(0), side(1)),
      h(
        "p",
        { class: "muted small" },
        "Dark lines and rings: an alliance or a firm that the other world does not have at this moment, or a firm that sells abroad in only one of the two.",
      ),
      this.series.element,
    );
    this.element = h(
      "div",
      { class: "page compare" },
      h(
        "header",
        { class: "hero slim" },
        h("h1", {}, "Two worlds that differ in one thing"),
        h(
          "p",
          {},
          "The first is the world of Explore. Both start alike and have the same random draws, so all that differs later follows from what you change.",
        ),
      ),
      this.form.element,
      this.told,
      this.first,
      this.body,
    );
  }

  update(what: Set<Change>): void {
    const anew = what.has("world") || what.has("page");
    if (anew) this.form.update();
    if (anew || what.has("other")) void this.load();
    else if (what.has("selection")) this.show();
    if (what.has("view")) this.series.update();
  }

  tick(time: number, whole: boolean): void {
    if (!this.pair) return;
    if (whole) this.mark();
    for (const network of this.networks) network.draw(time);
    if (whole) this.series.seek(this.app.frame);
  }

  /** Makes this the second world, and plays as soon as both are there. */
  private play(other: Setup): void {
    this.plays = true;
    this.app.change({ other, frame: 0 });
  }

  private async load(): Promise<void> {
    const { setup, other } = this.app.state;
    this.body.hidden = !other;
    fill(this.first, other ? null : ideas(this.app, (chosen) => this.play(chosen)));
    if (!other) {
      this.pair = null;
      this.shows = "";
      return say(this.told, "");
    }
    const key = keyOf(setup) + keyOf(other);
    if (key === this.shows && this.pair) return this.show();
    this.shows = key;
    say(this.told, "Computing both worlds …");
    try {
      const worlds = await Promise.all([this.app.worlds.world(setup), this.app.worlds.world(other)]);
      if (key !== this.shows) return;
      this.begin(worlds as [Recording, Recording]);
    } catch (error) {
      if (key !== this.shows) return;
      this.shows = "";
      this.body.hidden = true;
      say(this.told, sentence(error));
    }
  }

  private begin(worlds: [Recording, Recording]): void {
    this.pair = new Pair(worlds);
    this.app.clock.last = Math.min(worlds[0].frames, worlds[1].frames) - 1;
    say(this.told, this.difference());
    say(this.titles[0], worlds[0].header.title);
    say(
      this.titles[1],
      worlds[1].header.title === worlds[0].header.title ? "The same, changed" : worlds[1].header.title,
    );
    this.series.show(this.pair);
    this.show();
    if (this.plays) this.app.clock.play();
    this.plays = false;
  }

  private show(): void {
    const { pair, app } = this;
    if (!pair) return;
    this.mark();
    this.fates.forEach((element, side) => say(element, fate(pair.worlds[side], app.state.selection)));
    this.networks.forEach((network, side) => {
      const world = pair.worlds[side];
      network.show(world, pair.places[side], concern(world, app.state.selection), pair.placeOf[side]);
      network.draw(app.clock.time);
    });
    this.series.update();
    this.series.seek(app.frame);
  }

  private mark(): void {
    const { pair, app } = this;
    if (!pair) return;
    if (!pair.alike) {
      this.networks.forEach((network) => (network.difference = null));
      return this.counts.forEach((element) =>
        say(element, "These worlds have other firms: compare the series, not single firms."),
      );
    }
    const masks = pair.differences(Math.min(app.frame, app.clock.last));
    masks.forEach((mask, side) => {
      this.networks[side].difference = mask;
      const [firms, alliances] = [mask.firms, mask.alliances].map((m) => m.reduce((a, b) => a + b, 0));
      say(
        this.counts[side],
        firms || alliances
          ? `Differs at this moment: ${firms} firm${firms === 1 ? "" : "s"}, ${alliances} alliance${alliances === 1 ? "" : "s"}`
          : "No difference at this moment",
      );
    });
  }

  /** What was changed, in words. */
  private difference(): string {
    const { setup, other } = this.app.state;
    const { settings } = this.app.documents;
    if (!other) return "";
    const before = new Set(changes(settings, setup).map((one) => one.words));
    const added = [
      ...changes(settings, other)
        .map((one) => one.words)
        .filter((words) => !before.has(words)),
      ...(other.seed !== setup.seed ? [`seed ${other.seed}`] : []),
    ];
    const preset = other.scenario !== setup.scenario ? `the preset “${titleOf(this.app, other)}”` : "";
    return `The second world: ${[preset, ...added].filter(Boolean).join("; ") || "nothing is changed"}.`;
  }
}

/** What becomes of the alliance that is selected; nothing for any other selection. */
function fate(world: Recording, selection: Selection | null): string {
  if (selection?.kind !== "alliance") return "";
  const row = rowOf(world, selection);
  if (row < 0) return `${title(world, selection)} never comes about here.`;
  return `${title(world, selection)}: ${world.header.why[String(row)] ?? "It lives to the end of the run."}`;
}

function titleOf(app: App, setup: Setup): string {
  return app.documents.settings.presets.find((p) => p.scenario === setup.scenario)?.title ?? setup.scenario;
}
