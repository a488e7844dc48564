/** The terms of an alliance's review, from its decision log: asked for when they are opened. */

import { type App, sentence } from "../app";
import { fill, h } from "../dom";
import { frameName } from "../recording/recording";
import { facts } from "./words";

interface Term {
  title: string;
  says: string;
}

/** They are as of the quarter that is shown when they are opened. */
export function reviewTerms(app: App, alliance: number): HTMLElement {
  const list = h("div", { role: "status" });
  const note = (text: string) => h("p", { class: "muted small" }, text);
  const ask = async () => {
    const { frame, state } = app;
    fill(list, note("Asking …"));
    try {
      const id = app.world!.code("alliances.id", alliance);
      const { json } = await app.ask({ kind: "explain", setup: state.setup, frame, alliance: id });
      const terms = (json.terms as Term[]).map(({ title, says }): [string, string] => [title, says]);
      fill(list, note(`As of ${frameName(frame).toLowerCase()}:`), facts(terms));
    } catch (error) {
      fill(list, note(sentence(error)));
    }
  };
  const ontoggle = () => void (details.open && ask());
  const details = h("details", { class: "terms", ontoggle }, h("summary", {}, "All terms of its review"), list);
  return details;
}
