/** Start: three lessons with a picture each, and free play. */

import type { App } from "../app";
import type { Lesson } from "../contract";
import { fill, h } from "../dom";
import { lessonPicture } from "../drawing/pictures";
import type { Page } from "./page";

const CARDS = 3;

export function start(app: App): Page {
  const element = h("div", { class: "page start" });
  const open = (page: "explore" | "learn" | "compare" | "evidence") => () =>
    app.change({ page, lesson: "", part: "predict" });
  fill(
    element,
    h(
      "header",
      { class: "hero" },
      h("h1", {}, "Why do alliances between firms end, and when do they help?"),
      h(
        "p",
        {},
        "Four hundred firms in twenty countries look for partners, learn from each other, quarrel, part, and go abroad. Play their twenty years, stop anywhere, and ask of any alliance why it ended.",
      ),
    ),
    h(
      "div",
      { class: "cards" },
      app.documents.lessons.slice(0, CARDS).map((lesson) => card(app, lesson)),
      freePlay(open("explore")),
    ),
    app.documents.lessons.length > CARDS
      ? h(
          "p",
          { class: "further" },
          h(
            "button",
            { type: "button", class: "quiet", onclick: open("learn") },
            `All ${app.documents.lessons.length} lessons`,
          ),
          h("button", { type: "button", class: "quiet", onclick: open("evidence") }, "How far can I trust this model?"),
        )
      : null,
    h(
      "section",
      { class: "card about" },
      h("h2", {}, "What this is, and what it is not"),
      h(
        "ul",
        { class: "points" },
        h(
          "li",
          {},
          "Every firm and every alliance follows rules that theory describes: trust, opportunism, learning, conflict, the cost of going abroad. No finding of a study is written into a rule.",
        ),
        h(
          "li",
          {},
          "An alliance that ends has not failed. It fails if a partner is below the goal that it set itself.",
        ),
        h(
          "li",
          {},
          "Every random draw belongs to one decision. Two worlds that differ in one thing differ only by its consequences.",
        ),
        h(
          "li",
          {},
          "Countries are real, firms are drawn. Results are about a model world. They are no forecast and no advice.",
        ),
      ),
    ),
  );
  return { element, update: () => undefined };
}

function card(app: App, lesson: Lesson): HTMLElement {
  const go = () => app.change({ page: "learn", lesson: lesson.name, part: "predict", selection: null });
  return h(
    "article",
    { class: "card lesson-card" },
    lessonPicture(`${lesson.picture} ${lesson.name}`),
    h("h2", {}, lesson.title),
    h("p", {}, lesson.question),
    h("button", { type: "button", class: "primary", onclick: go }, `Start the lesson, ${lesson.minutes} minutes`),
  );
}

function freePlay(open: () => void): HTMLElement {
  return h(
    "article",
    { class: "card lesson-card free" },
    lessonPicture("network"),
    h("h2", {}, "Free play"),
    h("p", {}, "Choose a world, move a slider, switch a mechanism off, try a policy, and see what follows."),
    h("button", { type: "button", class: "primary", onclick: open }, "Open the world"),
  );
}

export { card as lessonCard };
