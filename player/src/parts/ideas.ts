/** What one may compare first: shown until there is a second world. */

import type { App } from "../app";
import type { Setup } from "../contract";
import { fill, h } from "../dom";

interface Idea {
  question: string;
  change: string;
  other: Setup;
}

export function ideas(app: App, play: (other: Setup) => void): HTMLElement {
  const { settings } = app.documents;
  const { setup } = app.state;
  const act = (more: Record<string, unknown>): Setup => ({
    ...setup,
    acts: [...(setup.acts ?? []), { quarter: 0, ...more }],
  });
  const found: (Idea | null)[] = [
    settings.mechanisms.some((m) => m.name === "opportunism")
      ? {
          question: "What if nobody ever defected?",
          change: "The mechanism opportunism is off.",
          other: act({ without: "opportunism" }),
        }
      : null,
    settings.policies.length
      ? {
          question: `What does it change: ${settings.policies[0].title.charAt(0).toLowerCase()}${settings.policies[0].title.slice(1)}?`,
          change: settings.policies[0].sentence,
          other: act({ policy: settings.policies[0].policy }),
        }
      : null,
    settings.mechanisms.some((m) => m.name === "alliance_capability")
      ? {
          question: "What if no firm ever got better at alliances?",
          change: "The mechanism alliance capability is off.",
          other: act({ without: "alliance_capability" }),
        }
      : null,
  ];
  const card = (idea: Idea) =>
    h(
      "article",
      { class: "card idea" },
      h("h2", {}, idea.question),
      h("p", { class: "muted" }, idea.change),
      h("button", { type: "button", onclick: () => play(idea.other) }, "Play both worlds"),
    );
  const element = h("section", { class: "ideas", "aria-label": "Comparisons to begin with" });
  fill(element, found.filter((idea): idea is Idea => idea !== null).map(card));
  return element;
}
