/** Play, one quarter back and forth, scrub, speed, share, download. */

import type { App } from "../app";
import { sentence } from "../app";
import { fill, h, mark, s, say } from "../dom";
import { ACCENT, INK, STRAINED } from "../drawing/palette";
import { frameName } from "../recording/recording";
import { eventWords, OF_ALL } from "./events";
import { icon, type Icon } from "./icons";

const SPEEDS = [1, 2, 4, 8, 16];
const SIGNS: Record<string, string> = {
  defection_seen: STRAINED,
  shock_starts: INK,
  policy_starts: "#00795a",
  act: "#8a3ffc",
};

export class Transport {
  readonly element: HTMLElement;
  private readonly play = h("button", { type: "button", class: "play", onclick: () => this.app.clock.toggle() });
  private readonly range = h("input", {
    type: "range",
    min: 0,
    step: 1,
    "aria-label": "Quarter",
    oninput: () => this.scrub(),
  });
  private readonly ticks = s("svg", {
    class: "ticks",
    viewBox: "0 0 1000 22",
    preserveAspectRatio: "none",
    "aria-hidden": "true",
  });
  private readonly clock = h("output", { class: "clock" });
  private readonly events = h("select", { "aria-label": "Go to an event", onchange: () => this.leap() });
  private readonly link = h("input", { class: "link", readonly: true, "aria-label": "Link to exactly this" });
  private readonly said = h("span", { class: "said", role: "status" });
  private readonly save = h(
    "button",
    { type: "button", class: "quiet", onclick: () => this.download() },
    icon("download"),
    "Download this world",
  );

  /** `slim`: only what moves the clock. */
  constructor(
    private readonly app: App,
    slim = false,
  ) {
    const speed = h(
      "select",
      { "aria-label": "Speed, quarters a second", onchange: () => (app.clock.speed = Number(speed.value)) },
      SPEEDS.map((v) => h("option", { value: v, selected: v === app.clock.speed }, `Speed: ${v} a second`)),
    );
    this.link.hidden = true;
    this.save.hidden = !app.hosted;
    this.element = h(
      "section",
      { class: "transport", "aria-label": "Player" },
      h(
        "div",
        { class: "motion" },
        h(
          "div",
          { class: "buttons" },
          this.button("first", "To the start", () => app.clock.seek(0)),
          this.button("back", "One quarter back", () => this.step(-1)),
          this.play,
          this.button("forth", "One quarter forward", () => this.step(1)),
        ),
        h("div", { class: "scrub" }, this.clock, this.ticks, this.range),
      ),
      h(
        "div",
        { class: "more" },
        speed,
        ...(slim
          ? []
          : [
              this.events,
              h("button", { type: "button", class: "quiet", onclick: () => this.share() }, icon("share"), "Share"),
              this.save,
              this.said,
              this.link,
            ]),
      ),
    );
    app.clock.listen(() => this.tick());
    app.listen((what) => (what.has("world") || what.has("selection")) && this.mark());
    this.mark();
    this.tick();
  }

  /** Steps by quarters; playing ends. */
  step(by: number): void {
    this.app.clock.pause();
    this.app.clock.seek(this.app.frame + by);
  }

  private tick(): void {
    const { clock, frame, world } = this.app;
    const text = clock.playing ? "Pause" : "Play";
    if (this.play.dataset.shows !== text) {
      fill(this.play, icon(clock.playing ? "pause" : "play"), text);
      this.play.dataset.shows = text;
    }
    if (!world) return;
    mark(this.range, "max", clock.last);
    if (this.range.value !== String(frame)) this.range.value = String(frame);
    const words = frameName(frame);
    mark(this.range, "aria-valuetext", words);
    const year = Math.floor((frame - 1) / world.header.quarters_per_year) + 1;
    say(
      this.clock,
      frame ? `${words} of ${world.header.quarters} · year ${year}` : `Start of ${world.header.quarters} quarters`,
    );
  }

  private scrub(): void {
    this.app.clock.pause();
    this.app.clock.seek(Number(this.range.value));
  }

  /** How many alliances end in each quarter, as a strip, and what else happens, as marks; a list to go there. */
  private mark(): void {
    const { world, who, state } = this.app;
    if (!world) return;
    const x = (frame: number) => (frame / this.app.clock.last) * 1000;
    const counts = world.ends.map((list) => list.reduce((n, a) => n + who.alliances[a], 0));
    const most = Math.max(4, ...counts);
    const bars = counts.map((n, f) =>
      n
        ? s("rect", { x: x(f) - 3, width: 6, y: 22 - (14 * n) / most, height: (14 * n) / most, fill: "#b7c3ce" })
        : null,
    );
    const wanted = world.events.filter(
      (e) =>
        OF_ALL.includes(e.kind) ||
        (!who.all && state.selection?.kind !== "cause" && e.alliance >= 0 && who.alliances[e.alliance]),
    );
    const seen = new Map(wanted.map((e) => [`${e.kind}${e.frame}`, e]));
    const marks = [...seen.values()].map((e) =>
      s("path", { d: `M${x(e.frame) - 6} 0h12l-6 9z`, fill: SIGNS[e.kind] ?? ACCENT }),
    );
    fill(this.ticks, bars, marks);
    const listed = wanted
      .slice(0, 200)
      .map((e) => h("option", { value: e.frame }, `${frameName(e.frame)}: ${eventWords(world, e)}`));
    fill(
      this.events,
      h("option", { value: "" }, listed.length ? `Events (${wanted.length}) …` : "No events here"),
      listed,
    );
    this.events.disabled = !listed.length;
  }

  private leap(): void {
    if (this.events.value) this.step(Number(this.events.value) - this.app.frame);
    this.events.value = "";
  }

  private async share(): Promise<void> {
    const link =
      location.protocol === "file:"
        ? `${location.href.split("#")[0]}#${this.app.address.slice(1)}`
        : location.origin + location.pathname + this.app.address;
    this.link.value = link;
    try {
      await navigator.clipboard.writeText(link);
      this.tell("Link copied.");
      this.link.hidden = true;
    } catch {
      this.link.hidden = false;
      this.link.select();
      this.tell("Copy this link:");
    }
  }

  private async download(): Promise<void> {
    this.save.disabled = true;
    this.tell("Writing …");
    try {
      const { json, files } = await this.app.ask({
        kind: "download",
        setup: this.app.state.setup,
        frame: this.app.frame,
      });
      const url = URL.createObjectURL(new Blob([files[0] as BlobPart], { type: "text/html" }));
      h("a", { href: url, download: json.name }).click();
      setTimeout(() => URL.revokeObjectURL(url), 10_000);
      this.tell(`${json.name} is written.`);
    } catch (error) {
      this.tell("");
      this.app.warn(sentence(error));
    }
    this.save.disabled = false;
  }

  private tell(text: string): void {
    say(this.said, text);
  }

  private button(name: Icon, label: string, act: () => void): HTMLButtonElement {
    return h(
      "button",
      { type: "button", class: "square", "aria-label": label, title: label, onclick: act },
      icon(name),
    );
  }
}
