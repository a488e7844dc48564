/** What is selected, and which firms and alliances that concerns. */

import type { Recording } from "./recording";

export const KINDS = ["firm", "alliance", "country", "cause", "industry"] as const;
export type Kind = (typeof KINDS)[number];

/** `name`: the id of a firm or alliance, the code of a country, the name of a cause or industry. */
export interface Selection {
  kind: Kind;
  name: string;
}

/** One for what the selection concerns, zero for the rest. */
export interface Concern {
  firms: Uint8Array;
  alliances: Uint8Array;
  all: boolean; // nothing is selected
  row: number; // of the selected firm or alliance, or the place of the country, cause or industry; -1: none
}

export function same(a: Selection | null, b: Selection | null): boolean {
  return a?.kind === b?.kind && a?.name === b?.name;
}

/** Where the selected thing is in this recording; -1 if it is not there. */
export function rowOf(world: Recording, selection: Selection): number {
  switch (selection.kind) {
    case "firm":
      return world.firmRow(Number(selection.name));
    case "alliance":
      return world.allianceRow(Number(selection.name));
    case "country":
      return world.header.countries.findIndex((c) => c.code === selection.name);
    case "cause":
      return world.header.causes.indexOf(selection.name);
    case "industry":
      return world.header.industries.indexOf(selection.name);
  }
}

/** The firms and alliances that a selection concerns; all of them if nothing is selected, or it is not there. */
export function concern(world: Recording, selection: Selection | null): Concern {
  const row = selection ? rowOf(world, selection) : -1;
  if (!selection || row < 0) {
    return {
      firms: new Uint8Array(world.firms).fill(1),
      alliances: new Uint8Array(world.alliances).fill(1),
      all: true,
      row: -1,
    };
  }
  const firms = Uint8Array.from({ length: world.firms }, (_, i) => Number(hasFirm(world, selection.kind, row, i)));
  const alliances = Uint8Array.from({ length: world.alliances }, (_, a) =>
    Number(hasAlliance(world, selection.kind, row, a, firms)),
  );
  if (selection.kind === "cause") {
    for (let a = 0; a < world.alliances; a++) if (alliances[a]) for (const firm of world.partners[a]) firms[firm] = 1;
  }
  return { firms, alliances, all: false, row };
}

/** What people read for a selection. */
export function title(world: Recording, selection: Selection): string {
  switch (selection.kind) {
    case "firm":
      return rowOf(world, selection) < 0 ? `Firm ${selection.name}` : world.firmName(rowOf(world, selection));
    case "alliance":
      return `Alliance ${selection.name}`;
    case "country":
      return world.header.countries.find((c) => c.code === selection.name)?.name ?? selection.name;
    default:
      return capital(world.word(selection.name));
  }
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function hasFirm(world: Recording, kind: Kind, row: number, firm: number): boolean {
  if (kind === "firm") return firm === row;
  if (kind === "alliance") return world.partners[row].includes(firm);
  if (kind === "country") return world.home[firm] === row;
  if (kind === "industry") return world.industry[firm] === row;
  return false;
}

function hasAlliance(world: Recording, kind: Kind, row: number, alliance: number, firms: Uint8Array): boolean {
  if (kind === "alliance") return alliance === row;
  if (kind === "cause") return world.cause[alliance] === row;
  return world.partners[alliance].some((firm) => firms[firm] === 1);
}
