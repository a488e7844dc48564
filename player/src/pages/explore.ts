/** Explore: settings on the left, network and map of one selection in the middle, series and inspector on the right. */

import type { App, Change } from "../app";
import { h } from "../dom";
import { Inspector } from "../parts/inspector";
import { MapCard } from "../parts/map-card";
import { NetworkCard } from "../parts/network-card";
import { SelectionBar } from "../parts/selection-bar";
import { SeriesColumn } from "../parts/series-column";
import { SettingsPanel } from "../parts/settings-panel";
import { Told } from "../parts/told";
import { Transport } from "../parts/transport";
import type { Page } from "./page";

export function explore(app: App): Page {
  const transport = new Transport(app);
  const network = new NetworkCard(app);
  const map = new MapCard(app);
  const series = new SeriesColumn(app);
  const inspector = new Inspector(app);
  const selecting = new SelectionBar(app);
  const told = new Told(app);
  const settings = app.hosted ? new SettingsPanel(app) : null;
  const left = h("div", { class: "left" }, settings?.element ?? told.element);
  const centre = h("div", { class: "centre" }, selecting.element, network.element, map.element, selecting.listing);
  const right = h("div", { class: "right" }, inspector.element, series.element);
  const element = h(
    "div",
    { class: "page explore" },
    h("h1", { class: "hidden" }, "Explore a world"),
    transport.element,
    h("div", { class: "columns" }, left, centre, right),
  );

  const update = (what: Set<Change>) => {
    const anew = what.has("world") || what.has("page");
    if (anew) settings?.update();
    if (!app.world) return;
    if (anew || what.has("selection")) {
      network.update();
      map.update();
      selecting.update();
      inspector.update(anew);
    }
    if (anew || what.has("selection") || what.has("view")) series.update();
    if (anew) told.update();
  };
  const tick = (time: number, whole: boolean) => {
    network.tick(time);
    if (!whole) return;
    map.tick(app.frame);
    series.seek(app.frame);
    inspector.tick(app.frame);
    settings?.tick();
    selecting.rows();
  };
  return { element, update, tick };
}
