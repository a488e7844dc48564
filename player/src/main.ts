/** Mounts the player: the shell with the pages, the notices and the keyboard. */

import { App, type Change } from "./app";
import type { Options } from "./contract";
import { fill, h, mark, say } from "./dom";
import { compare } from "./pages/compare";
import { evidence } from "./pages/evidence";
import { explore } from "./pages/explore";
import { learn } from "./pages/learn";
import type { Page } from "./pages/page";
import { start } from "./pages/start";
import { announceEvents } from "./parts/events";
import { icon } from "./parts/icons";
import type { Page as PageName } from "./state/address";
import explorer from "./style/explore.css?inline";
import narrow from "./style/narrow.css?inline";
import pages from "./style/pages.css?inline";
import frame from "./style/shell.css?inline";

export interface Mounted {
  destroy(): void;
  goTo(search: string): void;
  connection(up: boolean): void;
}

const PAGES: Record<PageName, { title: string; make: (app: App) => Page; hostedOnly?: boolean }> = {
  start: { title: "Start", make: start, hostedOnly: true },
  explore: { title: "Explore", make: explore },
  compare: { title: "Compare", make: compare, hostedOnly: true },
  learn: { title: "Learn", make: learn, hostedOnly: true },
  evidence: { title: "Evidence", make: evidence },
};

/** Draws the player into an element. */
export function mount(element: HTMLElement, options: Options): Mounted {
  const app = new App(options);
  const shell = new Shell(app);
  const root = element.shadowRoot ?? element.attachShadow({ mode: "open" });
  root.replaceChildren(h("style", {}, frame + explorer + pages + narrow), shell.element);
  app.start().catch((error: unknown) => app.warn(error instanceof Error ? error.message : String(error)));
  return {
    destroy: () => {
      app.clock.pause();
      shell.leave();
      root.replaceChildren();
    },
    goTo: (search) => app.goTo(search),
    connection: (up) => app.connection(up),
  };
}

class Shell {
  readonly element: HTMLElement;
  private readonly nav = h("nav", { "aria-label": "Pages" });
  private readonly main = h("main", { tabindex: -1 });
  private readonly notice = h("div", { class: "notice", role: "alert" });
  private readonly lost = h("div", { class: "notice lost", role: "status" });
  private readonly busy = h("div", { class: "busy", role: "status" });
  private readonly live = h("div", { class: "hidden", "aria-live": "polite" });
  private readonly pages = new Map<PageName, Page>();

  constructor(private readonly app: App) {
    this.element = h(
      "div",
      { class: "player" },
      h(
        "header",
        { class: "top" },
        h("div", { class: "brand" }, brand(), h("span", {}, "Alliances"), h("small", {}, "a model world of firms")),
        this.nav,
      ),
      this.lost,
      this.notice,
      this.busy,
      this.main,
      this.live,
    );
    this.notice.hidden = this.lost.hidden = this.busy.hidden = true;
    document.addEventListener("keydown", this.key);
    app.listen((what) => this.update(what));
    app.clock.listen((_, whole) => whole && announceEvents(app));
    app.clock.listen((time, whole) => this.pages.get(app.state.page)?.tick?.(time, whole));
  }

  leave(): void {
    document.removeEventListener("keydown", this.key);
  }

  private update(what: Set<Change>): void {
    if (what.has("page") || (what.has("world") && !this.nav.childElementCount)) this.turn();
    this.pages.get(this.app.state.page)?.update(what);
    if (what.has("notice")) this.tellNotice();
    if (what.has("busy")) this.tellBusy();
    if (what.has("connection")) this.tellConnection();
  }

  /** Shows the page of the state. */
  private turn(): void {
    const { app } = this;
    const name = this.offers(app.state.page, PAGES[app.state.page].hostedOnly) ? app.state.page : "explore";
    const page = this.pages.get(name) ?? PAGES[name].make(app);
    this.pages.set(name, page);
    if (!["explore", "compare", "learn"].includes(name)) app.clock.pause();
    if (app.world && name !== "compare") app.clock.last = app.world.frames - 1;
    if (this.main.firstElementChild !== page.element) {
      fill(this.main, page.element);
      window.scrollTo?.({ top: 0 });
    }
    fill(
      this.nav,
      Object.entries(PAGES)
        .filter(([key, p]) => this.offers(key as PageName, p.hostedOnly))
        .map(([key, p]) => this.link(key as PageName, p.title)),
      app.options.policyLab ? h("a", { href: app.options.policyLab }, "Policy lab") : null,
    );
    page.update(new Set(["page", "world", "selection", "view", "other", "lesson"]));
    page.tick?.(app.clock.time, true);
  }

  private offers(name: PageName, hostedOnly = false): boolean {
    if (name === "learn" && !this.app.documents.lessons.length) return false;
    return this.app.hosted || !hostedOnly;
  }

  private link(name: PageName, title: string): HTMLElement {
    const go = (event: Event) => {
      event.preventDefault();
      this.app.change({ page: name, ...(name === "learn" ? { lesson: "" } : {}) });
      this.main.focus({ preventScroll: true });
    };
    const link = h("a", { href: `?page=${name}`, onclick: go }, title);
    if (this.app.state.page === name) mark(link, "aria-current", "page");
    return link;
  }

  private tellNotice(): void {
    const { app } = this;
    this.notice.hidden = !app.notice;
    fill(
      this.notice,
      app.notice
        ? [
            h("span", {}, app.notice),
            h(
              "button",
              { type: "button", class: "square", "aria-label": "Close this notice", onclick: () => app.warn("") },
              icon("close"),
            ),
          ]
        : null,
    );
    say(this.live, app.announcement);
  }

  private tellBusy(): void {
    this.busy.hidden = !this.app.busy;
    say(this.busy, this.app.busy ? (this.app.world ? "Computing the new world …" : "Computing the first world …") : "");
  }

  private tellConnection(): void {
    this.lost.hidden = this.app.connected;
    say(this.lost, this.app.connected ? "" : `${this.app.documents.restart} What is shown here plays on.`);
  }

  /** Space plays, arrows step, Escape lets go; not while a control has the keys for itself. */
  private key = (event: KeyboardEvent): void => {
    const target = event.composedPath()[0] as HTMLElement;
    const { clock } = this.app;
    if (target !== document.body && !event.composedPath().includes(this.element)) return;
    if (event.key === "Escape" && this.app.state.selection) this.app.change({ selection: null });
    if (event.ctrlKey || event.metaKey || event.altKey || target.matches("input, select, textarea, button, summary, a"))
      return;
    const acts: Record<string, () => void> = {
      " ": () => clock.toggle(),
      ArrowRight: () => (clock.pause(), clock.seek(clock.quarter + 1)),
      ArrowLeft: () => (clock.pause(), clock.seek(clock.quarter - 1)),
      Home: () => clock.seek(0),
      End: () => clock.seek(clock.last),
    };
    if (!acts[event.key]) return;
    event.preventDefault();
    acts[event.key]();
  };
}

function brand(): SVGElement {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 32 32");
  svg.setAttribute("aria-hidden", "true");
  svg.innerHTML =
    '<path d="M8 22 16 8l9 12M8 22l17-2" fill="none" stroke="#9fb6cb" stroke-width="2"/><circle cx="8" cy="22" r="5" fill="#d0590b"/><circle cx="16" cy="8" r="4.2" fill="#0a6cb0"/><circle cx="25" cy="20" r="5.4" fill="#00866a"/>';
  return svg;
}
