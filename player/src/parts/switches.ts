/** Mechanisms that can be switched off, and policies that can be tried. */

import type { Mechanism, PolicyOption } from "../contract";
import { h } from "../dom";
import { taking } from "./slider-row";

const MECHANISMS = "Untick one to switch it off: those marked “now” from this quarter on, the others in a new world.";

/** A tick box for each mechanism, and the list that holds them. */
export function mechanismList(
  mechanisms: Mechanism[],
  turned: (mechanism: Mechanism, on: boolean) => void,
): { element: HTMLElement; boxes: Map<string, HTMLInputElement> } {
  const boxes = new Map<string, HTMLInputElement>();
  const rows = mechanisms.map((mechanism) => {
    const box = h("input", { type: "checkbox", onchange: () => turned(mechanism, box.checked) });
    boxes.set(mechanism.name, box);
    const words = [mechanism.does, mechanism.theory].filter(Boolean).join(" ");
    const takes = mechanism.takes ? taking(mechanism.takes) : null;
    const named = h("span", {}, mechanism.title, " ", takes, h("small", { class: "muted" }, words));
    return h("li", {}, h("label", {}, box, named));
  });
  const note = h("p", { class: "muted small" }, MECHANISMS);
  return { element: h("details", {}, h("summary", {}, "Mechanisms"), note, h("ul", { class: "checks" }, rows)), boxes };
}

/** A button for each policy. */
export function policyList(policies: PolicyOption[], tried: (option: PolicyOption) => void): HTMLElement {
  const rows = policies.map((option) => {
    const button = h("button", { type: "button", onclick: () => tried(option) }, option.title);
    return h("li", {}, button, h("span", { class: "muted small" }, option.sentence));
  });
  const note = h("p", { class: "muted small" }, "It starts in this quarter.");
  return h("details", {}, h("summary", {}, "Try a policy"), note, h("ul", { class: "policies" }, rows));
}
