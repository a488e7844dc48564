/** Firms, alliances, countries and a scenario of the visitor's own, as files: read in the host's memory, and shown as a preset. */

import { type App, sentence } from "../app";
import type { OwnAnswer } from "../contract";
import { fill, h } from "../dom";

const KINDS = ["firms", "alliances", "countries", "scenario"] as const;
const NOTE =
  "Firms, alliances and countries are CSV files; alliances need firms. A scenario is a TOML file: it says the world, " +
  "and names those of the others that it uses. Choose one or more. They go to the server on this computer, into its " +
  "memory, and nowhere else. alliances template firms writes all columns.";

export class OwnData {
  readonly element: HTMLElement;
  private readonly inputs = KINDS.map((kind) => h("input", { id: `own-${kind}`, type: "file", accept: kind === "scenario" ? ".toml" : ".csv,.txt" }));
  private readonly button = h("button", { type: "button", onclick: () => this.send() }, "Read and show");
  private readonly said = h("div", { class: "said small", role: "status" });

  constructor(
    private readonly app: App,
    private readonly added: () => void,
  ) {
    const rows = KINDS.map((kind, i) =>
      h("li", {}, h("label", { for: `own-${kind}`, class: "small" }, capital(kind)), this.inputs[i]),
    );
    this.element = h(
      "details",
      { class: "own" },
      h("summary", {}, "Your own data"),
      h("p", { class: "muted small" }, NOTE),
      h("ul", {}, rows),
      this.button,
      this.said,
    );
  }

  private async send(): Promise<void> {
    this.button.disabled = true;
    fill(this.said, "Reading, and letting a default world settle to compare with …");
    try {
      const { json } = await this.app.ask({ kind: "own", files: await this.files() });
      this.show(json as OwnAnswer);
    } catch (error) {
      this.show({ faults: [sentence(error)] });
    } finally {
      this.button.disabled = false;
    }
  }

  private async files(): Promise<Record<string, { name: string; text: string }>> {
    const chosen = KINDS.flatMap((kind, i) => [...(this.inputs[i].files ?? [])].map((file) => ({ kind, file })));
    const read = chosen.map(async ({ kind, file }) => [kind, { name: file.name, text: await textOf(file) }] as const);
    return Object.fromEntries(await Promise.all(read));
  }

  /** The faults, a line each; or what was made of the files, and the world of them. */
  private show(answer: OwnAnswer): void {
    const lines = (title: string, list: string[]) => [h("strong", {}, title), h("ul", {}, list.map((one) => h("li", {}, one)))];
    if (answer.faults.length || !answer.preset) return fill(this.said, lines("These files cannot be used", answer.faults));
    const { settings } = this.app.documents;
    const { preset } = answer;
    settings.presets = [...settings.presets.filter((one) => one.scenario !== preset.scenario), preset];
    settings.values[preset.scenario] = answer.values ?? {};
    this.added();
    fill(this.said, (answer.said ?? []).map(([title, list]) => lines(title, list)));
    this.app.change({ setup: { ...preset.setup, seed: this.app.state.setup.seed }, frame: 0, view: "", selection: null });
  }
}

/** The text of a file; an error that says what is wrong if it is none in UTF-8. */
async function textOf(file: File): Promise<string> {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
  } catch {
    throw new Error(`${file.name}: is not text in UTF-8; save it as UTF-8`);
  }
}

function capital(word: string): string {
  return word[0].toUpperCase() + word.slice(1);
}
