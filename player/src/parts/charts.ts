/** What each view of a preset draws. */

import type { App } from "../app";
import { BarChart } from "../drawing/bar-charts";
import { type Chart, type Line, LineChart } from "../drawing/line-chart";
import { ACCENT, causeLook, MUTED, nth, SECOND } from "../drawing/palette";
import type { Recording } from "../recording/recording";
import { capital, type Concern, concern } from "../recording/selection";
import { endsByCause, presencesByMode, seriesOf } from "../recording/series";

const SEVERAL: Record<string, (world: Recording, who: Concern) => Chart> = {
  with_and_without: withAndWithout,
  modes,
  positions,
  motives,
  named_firms: named,
};

export interface View {
  element: HTMLElement;
  update(): void;
  seek(frame: number): void;
}

export const ELSEWHERE = ["network", "map", "inspector"]; // views that are not charts
const DASHES = [undefined, "6 3", "2 3", "9 3 2 3"];
const GHOST = "#8a3ffc";
const WHOLE = "Only known for the whole world.";

/** The titles of all charts, by the name of their view. */
export function chartTitles(world: Recording): Map<string, string> {
  const own: [string, string][] = [
    ["with_and_without", "Foreign share of sales, with and without alliances"],
    ["ends_by_cause", "Ends by cause"],
    ["goals", "Partners’ goals met and missed"],
    ["modes", "Presences abroad by mode"],
    ["positions", "Positions abroad, alone and with a partner"],
    ["motives", "Alliances by what they are for"],
  ];
  if (world.header.named?.length) own.push(["named_firms", "Firms of this case: share of their industry’s demand"]);
  return new Map([...own, ...world.header.series.map((s): [string, string] => [s.name, s.title])]);
}

/** The view of this name, for the world and selection of the moment. */
export function makeView(app: App, name: string): View {
  if (name === "ends_by_cause") return endsView(app);
  if (name === "goals") return goalsView(app);
  const chart = new LineChart((frame) => app.change({ frame }));
  const spec = SEVERAL[name] ?? ((world: Recording, who: Concern) => single(world, who, name));
  const update = () => {
    if (!app.world) return;
    const drawn = spec(app.world, app.who);
    if (app.before && !SEVERAL[name]) drawn.lines.push(ghost(app, app.before, name));
    chart.show(drawn, app.world.frames);
  };
  return { element: chart.element, update, seek: (frame) => chart.seek(frame) };
}

/** The same series before the last change. */
function ghost(app: App, before: Recording, name: string): Line {
  const values = seriesOf(before, name, concern(before, app.state.selection)) ?? before.series(name);
  return { title: "before your change", values, colour: GHOST, dash: "2 3" };
}

/** A recorded series as a chart; of the selection where that can be told. */
export function single(world: Recording, who: Concern, name: string): Chart {
  const info = world.header.series.find((s) => s.name === name);
  const values = seriesOf(world, name, who);
  const whole = world.series(name);
  return {
    title: info?.title ?? world.word(name),
    unit: info?.unit ?? "",
    band: info?.band,
    low: info?.low,
    high: info?.high,
    lines: [
      { title: values && !who.all ? "selected" : "all", values: values ?? whole, colour: ACCENT },
      ...(values && !who.all && comparable(info?.unit)
        ? [{ title: "all", values: whole, colour: MUTED, dash: "4 3" }]
        : []),
    ],
    note: values ? undefined : WHOLE,
  };
}

function comparable(unit: string | undefined): boolean {
  return unit === "%" || unit === "0-1";
}

function withAndWithout(world: Recording, who: Concern): Chart {
  const [allied, alone] = ["foreign_with", "foreign_without"].map(
    (name) => seriesOf(world, name, who) ?? world.series(name),
  );
  return {
    title: "Foreign share of sales",
    unit: "%",
    low: 0,
    lines: [
      { title: "firms with alliances", values: allied, colour: ACCENT },
      { title: "without", values: alone, colour: SECOND, dash: "6 4" },
    ],
  };
}

function modes(world: Recording, who: Concern): Chart {
  const counts = presencesByMode(world, who);
  const lines = world.header.modes.map((mode, i) => ({ mode, i })).filter(({ mode }) => mode !== "none");
  return {
    title: "Presences abroad by mode",
    unit: "",
    low: 0,
    lines: lines.map(({ mode, i }, k) => ({
      title: world.word(mode),
      values: counts.map((c) => c[i]),
      colour: nth(k).colour,
      dash: DASHES[k],
    })),
  };
}

function positions(world: Recording, who: Concern): Chart {
  const [alone, together] = ["alone_abroad", "with_partner_abroad"].map(
    (name) => seriesOf(world, name, who) ?? world.series(name),
  );
  return {
    title: "Positions abroad",
    unit: "",
    low: 0,
    lines: [
      { title: "held alone", values: alone, colour: ACCENT },
      { title: "through an alliance", values: together, colour: SECOND, dash: "6 4" },
    ],
  };
}

function motives(world: Recording, who: Concern): Chart {
  const wanted = (place: number) =>
    world.alive.map((list) =>
      list.reduce((n, a) => n + Number(who.alliances[a] && world.code("alliances.wants", a) === place), 0),
    );
  const lines = world.header.motives.map((motive, i) => ({
    title: world.word(motive),
    values: wanted(i),
    colour: nth(i).colour,
    dash: DASHES[i],
  }));
  return { title: "Living alliances by what the initiator wants most", unit: "", low: 0, lines };
}

const FILMED = 12; // of the named firms: those whose shares a recording has

function named(world: Recording): Chart {
  const firms = (world.header.named ?? []).slice(0, FILMED);
  const lines = firms.map(({ name }, i) => ({
    title: name,
    values: world.alive.map((_, f) => world.value("series.named", f, i)),
    colour: nth(i).colour,
    dash: DASHES[i % DASHES.length],
  }));
  return { title: "Share of their industry’s demand", unit: "%", low: 0, lines };
}

function endsView(app: App): View {
  const chart = new BarChart(app.world?.header.quarters_per_year ?? 4, (name) => app.select({ kind: "cause", name }));
  const update = () => {
    const world = app.world;
    if (!world) return;
    const counts = endsByCause(world, app.who);
    const chosen = app.state.selection?.kind === "cause" ? app.state.selection.name : null;
    const shown = chosen
      ? endsByCause(world, { ...app.who, alliances: new Uint8Array(world.alliances).fill(1) })
      : counts;
    const stacks = world.header.causes.map((name, i) => ({
      name,
      title: capital(world.word(name)),
      look: causeLook(name, i),
      values: shown.map((c) => c[i]),
    }));
    chart.show(
      {
        title: "Alliances that ended, by cause, per year",
        stacks: stacks.filter((s) => s.values.some((v) => v > 0)),
        chosen,
      },
      world.frames,
    );
  };
  return { element: chart.element, update, seek: (frame) => chart.seek(frame) };
}

function goalsView(app: App): View {
  const chart = new BarChart(app.world?.header.quarters_per_year ?? 4, null);
  const update = () => {
    const world = app.world;
    if (!world) return;
    const of = (name: string) => seriesOf(world, name, app.who) ?? world.series(name);
    const stacks = [
      { name: "met", title: "Goals met", look: causeLook("goals_met"), values: of("goals_met") },
      {
        name: "missed",
        title: "Goals missed",
        look: causeLook("goals_failed"),
        values: of("goals_missed"),
        down: true,
      },
    ];
    chart.show({ title: "Partners’ goals met and missed, per year", stacks, chosen: null }, world.frames);
  };
  return { element: chart.element, update, seek: (frame) => chart.seek(frame) };
}
