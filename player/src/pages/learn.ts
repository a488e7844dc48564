/** Learn: six lessons, each to predict, run, reveal and explain. */

import type { App, Change } from "../app";
import { fill, h } from "../dom";
import { LessonView } from "../parts/lesson-view";
import type { Page } from "./page";
import { lessonCard } from "./start";

export function learn(app: App): Page {
  const element = h("div", { class: "page learn" });
  let view: LessonView | null = null;

  const turn = () => {
    const lesson = app.documents.lessons.find((one) => one.name === app.state.lesson);
    if (lesson && view?.lesson === lesson) return view.turn();
    view?.leave();
    view = lesson ? new LessonView(app, lesson) : null;
    fill(
      element,
      view
        ? view.element
        : [
            h(
              "header",
              { class: "hero slim" },
              h("h1", {}, "Learn"),
              h(
                "p",
                {},
                "Each lesson takes three minutes: say what you expect, watch it happen, see how far you were off, and read why.",
              ),
            ),
            h(
              "div",
              { class: "cards" },
              app.documents.lessons.map((one) => lessonCard(app, one)),
            ),
          ],
    );
  };
  const update = (what: Set<Change>) => {
    if (what.has("page") || what.has("lesson")) turn();
    if (what.has("world") || what.has("selection")) view?.update();
  };
  return { element, update, tick: (time, whole) => view?.tick(time, whole) };
}
