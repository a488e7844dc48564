/** What a setup says, and setups that differ from it in one thing. */

import type { Act, Mechanism, Policy, Settings, Setup, Slider } from "../contract";

/** Where a slider stands: the last value that was set now, else the setup's own, else the preset's. */
export function valueOf(settings: Settings, setup: Setup, slider: Slider): number {
  if (slider.name === "seed") return setup.seed;
  const base = settings.values[setup.scenario]?.[slider.name] ?? slider.default;
  if (slider.name === "firms") return setup.firms ?? base;
  const acts = (setup.acts ?? []).filter((act) => act.parameter === slider.name).sort((a, b) => a.quarter - b.quarter);
  return acts.length ? Number(acts[acts.length - 1].value) : (setup.parameters?.[slider.name] ?? base);
}

/** The setup with another value of a slider: a new world, or an act in this quarter. */
export function withValue(settings: Settings, setup: Setup, slider: Slider, value: number, quarter: number): Setup {
  if (slider.name === "seed") return { ...setup, seed: value };
  if (slider.name === "firms") return { ...setup, firms: value };
  const others = (setup.acts ?? []).filter((act) => !(act.parameter === slider.name && act.quarter >= quarter));
  const rest: Setup = { ...setup, acts: others };
  if (slider.takes === "now")
    return valueOf(settings, rest, slider) === value
      ? rest
      : { ...rest, acts: [...others, { quarter, parameter: slider.name, value }] };
  const base = settings.values[setup.scenario]?.[slider.name] ?? slider.default;
  const { [slider.name]: _, ...kept } = setup.parameters ?? {};
  return { ...setup, parameters: value === base ? kept : { ...kept, [slider.name]: value } };
}

/** Whether a mechanism is on at the end of the run. */
export function isOn(setup: Setup, mechanism: string): boolean {
  return !setup.without?.includes(mechanism) && !(setup.acts ?? []).some((act) => act.without === mechanism);
}

/** The setup with a mechanism off from a quarter on (`null`: from before the burn-in), or on again all through. */
export function withMechanism(setup: Setup, mechanism: string, on: boolean, quarter: number | null): Setup {
  if (!on && quarter === null) return { ...setup, without: [...(setup.without ?? []), mechanism] };
  if (!on && quarter !== null) return withAct(setup, { quarter, without: mechanism });
  return {
    ...setup,
    without: (setup.without ?? []).filter((name) => name !== mechanism),
    acts: (setup.acts ?? []).filter((act) => act.without !== mechanism),
  };
}

export function withAct(setup: Setup, act: Act): Setup {
  return { ...setup, acts: [...(setup.acts ?? []), act] };
}

export function withPolicy(setup: Setup, policy: Policy, quarter: number): Setup {
  return withAct(setup, { quarter, policy });
}

export interface Made {
  words: string;
  undone: Setup; // the setup without it
}

/** What differs from the preset, in words, each with the setup that lacks it. */
export function changes(settings: Settings, setup: Setup): Made[] {
  const titles = new Map<string, string>([
    ...settings.sliders.map((s): [string, string] => [s.name, s.title]),
    ...settings.mechanisms.map((m: Mechanism): [string, string] => [m.name, m.title]),
  ]);
  const parameters = Object.entries(setup.parameters ?? {}).map(([name, value]) => {
    const { [name]: _, ...rest } = setup.parameters ?? {};
    return { words: `${titles.get(name) ?? name}: ${value}`, undone: { ...setup, parameters: rest } };
  });
  const without = (setup.without ?? []).map((name) => ({
    words: `without ${lower(titles.get(name) ?? name)}`,
    undone: { ...setup, without: setup.without!.filter((n) => n !== name) },
  }));
  const policies = (setup.policies ?? []).map((policy, i) => ({
    words: `policy: ${policyTitle(settings, policy)}`,
    undone: { ...setup, policies: setup.policies!.filter((_, k) => k !== i) },
  }));
  const acts = (setup.acts ?? []).map((act, i) => ({
    words: actWords(settings, act, titles),
    undone: { ...setup, acts: setup.acts!.filter((_, k) => k !== i) },
  }));
  return [...parameters, ...without, ...policies, ...acts];
}

/** An act as one would say it: `from quarter 12: Growth of trust 0.4`. */
export function actWords(settings: Settings, act: Act, titles: Map<string, string> = new Map()): string {
  const when = act.quarter > 0 ? `from quarter ${act.quarter}` : "from the start";
  if (act.parameter)
    return `${titles.get(String(act.parameter)) ?? String(act.parameter)}: ${String(act.value)}, ${when}`;
  if (act.without) return `without ${lower(titles.get(String(act.without)) ?? String(act.without))}, ${when}`;
  if (act.policy) return `policy: ${policyTitle(settings, act.policy as Policy)}, ${when}`;
  if (act.alliance !== undefined && act.trust !== undefined)
    return `alliance ${String(act.alliance)}: trust ${Number(act.trust) > 0 ? "+" : ""}${String(act.trust)} in quarter ${act.quarter}`;
  if (act.alliance !== undefined && act.defection === false)
    return `alliance ${String(act.alliance)}: no defection in quarter ${act.quarter}`;
  if (act.shock === false) return `no shock in quarter ${act.quarter}`;
  return `a change, ${when}`;
}

function policyTitle(settings: Settings, policy: Policy): string {
  const known = settings.policies.find((option) => JSON.stringify(option.policy) === JSON.stringify(policy));
  return known?.title ?? String(policy.title ?? policy.name ?? policy.instrument ?? "of your own").replaceAll("_", " ");
}

function lower(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
