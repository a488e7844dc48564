/** The end of a lesson: why it is so, where to go on, and the note for the teacher. */

import type { App } from "../app";
import type { Lesson } from "../contract";
import { h } from "../dom";

export function explanation(app: App, lesson: Lesson): HTMLElement {
  const link = ({ title, search }: Lesson["links"][number]) => {
    const onclick = (event: Event) => (event.preventDefault(), app.goTo(search));
    return h("li", {}, h("a", { href: search, onclick }, title));
  };
  const links = [h("h2", {}, "Go on from here"), h("ul", { class: "links" }, lesson.links.map(link))];
  return h(
    "section",
    { class: "card prose" },
    lesson.explain.map((text) => h("p", {}, text)),
    lesson.links.length ? links : null,
    h("details", { class: "note" }, h("summary", {}, "For the teacher"), h("p", {}, lesson.note)),
    onwards(app, lesson),
  );
}

/** To the next lesson, or after the last one to free play. */
function onwards(app: App, lesson: Lesson): HTMLElement {
  const next = app.documents.lessons[app.documents.lessons.indexOf(lesson) + 1];
  const go = () => app.change(next ? { lesson: next.name, part: "predict" } : { lesson: "", page: "explore" });
  const words = next ? `Next lesson: ${next.title}` : "Free play";
  return h("button", { type: "button", class: "primary", onclick: go }, words);
}
