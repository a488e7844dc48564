/** What this world is: in place of the settings, where there is no server to make another one. */

import type { App } from "../app";
import { fill, h } from "../dom";
import { changes } from "../state/setup";
import { facts } from "./words";

export class Told {
  readonly element = h("section", { class: "card settings", "aria-label": "This world" });

  constructor(private readonly app: App) {}

  update(): void {
    const header = this.app.world?.header;
    if (!header) return;
    const made = changes(this.app.documents.settings, header.setup);
    fill(
      this.element,
      h("h2", {}, header.title),
      h("p", { class: "question" }, header.question),
      h("p", { class: "muted small" }, `Look for: ${header.look_for}.`),
      made.length
        ? h(
            "ul",
            { class: "made" },
            made.map((one) => h("li", {}, one.words)),
          )
        : null,
      facts([
        ["Seed", String(header.setup.seed)],
        ["Firms at the start", String(header.firms_at_start)],
        ["Quarters", String(header.quarters)],
        ["Countries", String(header.countries.length)],
        ["Model", header.model_version],
      ]),
      header.policies.length
        ? [
            h("h3", {}, "Policies and shocks"),
            h(
              "ul",
              { class: "plain small" },
              header.policies.map((p) => h("li", {}, h("strong", {}, p.title), `: ${p.sentence}`)),
            ),
          ]
        : null,
      header.command
        ? [h("p", { class: "muted small" }, "The tables of this world:"), h("code", {}, header.command)]
        : null,
      h(
        "p",
        { class: "muted small" },
        "This file plays what was recorded. It needs no server and no network. Results are about a model world: no forecast and no advice.",
      ),
    );
  }
}
