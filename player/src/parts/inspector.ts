/** Why: one firm or one alliance, opened up. */

import type { App } from "../app";
import { fill, h } from "../dom";
import { AllianceView } from "./inspect-alliance";
import { FirmView } from "./inspect-firm";
import { icon } from "./icons";

interface Opened {
  element: HTMLElement;
  tick(frame: number): void;
}

export class Inspector {
  readonly element = h("section", { class: "card inspector", "aria-label": "Inspector" });
  private opened: Opened | null = null;
  private shows = "";

  constructor(private readonly app: App) {
    this.element.hidden = true;
  }

  /** Opens what is selected; nothing for a country, a cause or an industry. */
  update(anew: boolean): void {
    const { world, who, state } = this.app;
    const kind = state.selection?.kind;
    const opens = world && who.row >= 0 && (kind === "firm" || kind === "alliance");
    this.element.hidden = !opens;
    const key = opens ? `${kind}:${state.selection!.name}` : "";
    if (key === this.shows && !anew) return;
    this.shows = key;
    this.opened = !opens
      ? null
      : kind === "firm"
        ? new FirmView(this.app, who.row)
        : new AllianceView(this.app, who.row);
    const close = h(
      "button",
      {
        type: "button",
        class: "square close",
        "aria-label": "Close the inspector",
        title: "Close (Escape)",
        onclick: () => this.app.change({ selection: null }),
      },
      icon("close"),
    );
    fill(this.element, this.opened ? [close, this.opened.element] : null);
    this.tick(this.app.frame);
  }

  tick(frame: number): void {
    this.opened?.tick(frame);
  }
}
