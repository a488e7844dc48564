/** What happens, in words: for the list of events, and said to those who do not see it. */

import type { App } from "../app";
import { frameName, type Recording, type WorldEvent } from "../recording/recording";

/** Events that concern all, whatever is selected. */
export const OF_ALL = ["policy_starts", "policy_ends", "shock_starts", "shock_ends", "act"];

/** An event as one would say it: `a defection was seen, alliance 17, firm 112`. */
export function eventWords(world: Recording, event: WorldEvent): string {
  const what = world.word(event.kind);
  const policy = event.policy >= 0 ? ` (${world.header.policies[event.policy]?.title ?? "policy"})` : "";
  const alliance = event.alliance >= 0 ? `, ${world.allianceName(event.alliance).toLowerCase()}` : "";
  const firm = event.firm >= 0 ? `, ${world.firmName(event.firm)}` : "";
  return `${what}${policy}${alliance}${firm}`;
}

/** Says in the live region what concerns all, and what happens to the alliance that is selected; never every quarter. */
export function announceEvents(app: App): void {
  const { world, state, who, frame } = app;
  if (!world || !["explore", "compare"].includes(state.page)) return;
  const chosen = state.selection?.kind === "alliance" && !who.all ? who.row : -1;
  const said = world.events
    .filter((e) => e.frame === frame && (OF_ALL.includes(e.kind) || (chosen >= 0 && e.alliance === chosen)))
    .map((e) => eventWords(world, e));
  if (chosen >= 0 && world.endFrame[chosen] === frame) said.push(world.header.why[String(chosen)] ?? "it ended");
  if (said.length) app.announce(`${frameName(frame)}: ${said.join("; ")}`);
}
