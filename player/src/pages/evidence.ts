/** Evidence: which reported facts the model reproduces and which not, each in one sentence with its figure. */

import type { App } from "../app";
import type { Fact } from "../contract";
import { fill, h } from "../dom";
import type { Page } from "./page";

const SIGNS = { reproduced: "✓", open: "?", "not reproduced": "✗" } as const;
const LONG = 150; // characters
type Verdict = Fact["verdict"];

export function evidence(app: App): Page {
  const element = h("div", { class: "page evidence" });
  const { summary, groups } = app.documents.evidence;
  const facts = groups.flatMap((group) => group.facts);
  let shown: Verdict | "all" = "all";
  const list = h("div");
  const filter = h("div", { class: "filter", role: "group", "aria-label": "Which facts" });

  const draw = () => {
    const button = (verdict: Verdict | "all", words: string) =>
      h(
        "button",
        { type: "button", "aria-pressed": String(shown === verdict), onclick: () => ((shown = verdict), draw()) },
        words,
      );
    const count = (verdict: Verdict) => facts.filter((fact) => fact.verdict === verdict).length;
    fill(
      filter,
      button("all", `All (${facts.length})`),
      (Object.keys(SIGNS) as Verdict[]).map((verdict) =>
        button(verdict, `${SIGNS[verdict]} ${verdict} (${count(verdict)})`),
      ),
    );
    fill(
      list,
      groups.map((group) => {
        const kept = group.facts.filter((fact) => shown === "all" || fact.verdict === shown);
        return kept.length
          ? h("section", { class: "card" }, h("h2", {}, group.title), h("ul", { class: "fact-list" }, kept.map(one)))
          : null;
      }),
    );
  };
  fill(
    element,
    h("header", { class: "hero slim" }, h("h1", {}, "What the model reproduces, and what not"), h("p", {}, summary)),
    balance(facts),
    filter,
    list,
  );
  draw();
  return { element, update: () => undefined };
}

/** One stretch for all facts, shared out by verdict. */
function balance(facts: Fact[]): HTMLElement {
  const shares = (Object.keys(SIGNS) as Verdict[]).map(
    (verdict) => [verdict, facts.filter((fact) => fact.verdict === verdict).length] as const,
  );
  return h(
    "div",
    { class: "balance", "aria-hidden": "true" },
    shares
      .filter(([, n]) => n)
      .map(([verdict, n]) =>
        h("span", { class: verdict.replace(" ", "-"), style: `flex: ${n}` }, `${SIGNS[verdict]} ${n}`),
      ),
  );
}

function one(fact: Fact): HTMLElement {
  return h(
    "li",
    {},
    h(
      "span",
      { class: `verdict ${fact.verdict.replace(" ", "-")}` },
      h("span", { "aria-hidden": "true" }, `${SIGNS[fact.verdict]} `),
      fact.verdict,
    ),
    h(
      "div",
      {},
      h("p", {}, fact.sentence),
      figures(fact),
      h(
        "p",
        { class: "muted small" },
        [
          fact.role === "calibration" ? "Parameters were fitted to it, so it is no evidence." : "Not fitted.",
          fact.source,
        ]
          .filter(Boolean)
          .join(" "),
      ),
    ),
  );
}

/** What is reported and simulated; a long list of figures only on demand. */
function figures(fact: Fact): HTMLElement {
  const pair = (term: string, words: string) => h("span", {}, h("b", {}, `${term}: `), words);
  const long = fact.simulated.length > LONG;
  return h(
    "div",
    { class: "small" },
    pair("Reported", fact.reported),
    long
      ? h("details", {}, h("summary", {}, "All simulated figures"), h("p", { class: "small" }, fact.simulated))
      : pair("Simulated", fact.simulated),
  );
}
