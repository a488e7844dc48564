/** What every page offers to the shell. */

import type { Change } from "../app";

export interface Page {
  element: HTMLElement;
  update(what: Set<Change>): void;
  tick?(time: number, whole: boolean): void;
}
