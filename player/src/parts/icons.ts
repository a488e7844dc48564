/** Signs for buttons; always beside words or with a label. */

import { s } from "../dom";

const PATHS = {
  play: "M7 4.5v15l12.5-7.5z",
  pause: "M6 5h4.2v14H6zM13.8 5H18v14h-4.2z",
  back: "M17 5v14L7.5 12zM5 5h2.4v14H5z",
  forth: "M7 5v14l9.5-7zM16.6 5H19v14h-2.4z",
  first: "M19 5v14l-7.5-7zM11 5v14l-7.5-7z",
  share:
    "M17 15.2a2.9 2.9 0 0 0-2.1.9l-5.7-3.3a3 3 0 0 0 0-1.6l5.7-3.3A2.9 2.9 0 1 0 14 5.8l.1.7-5.7 3.3a2.9 2.9 0 1 0 0 4.4l5.7 3.3-.1.7a2.9 2.9 0 1 0 3-2.9z",
  download: "M11 4h2v8.2l3-3 1.4 1.4L12 16l-5.4-5.4L8 9.2l3 3zM5 18h14v2H5z",
  plus: "M11 5h2v6h6v2h-6v6h-2v-6H5v-2h6z",
  minus: "M5 11h14v2H5z",
  whole: "M4 4h6v2H6v4H4zM14 4h6v6h-2V6h-4zM4 14h2v4h4v2H4zM18 14h2v6h-6v-2h4z",
  close: "M6.4 5 12 10.6 17.6 5 19 6.4 13.4 12l5.6 5.6-1.4 1.4-5.6-5.6L6.4 19 5 17.6l5.6-5.6L5 6.4z",
  dice: "M5 3h14a2 2 0 0 1 2 2v14a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2zm3 3.5a1.6 1.6 0 1 0 0 3.2 1.6 1.6 0 0 0 0-3.2zm8 0a1.6 1.6 0 1 0 0 3.2 1.6 1.6 0 0 0 0-3.2zm-4 3.9a1.6 1.6 0 1 0 0 3.2 1.6 1.6 0 0 0 0-3.2zm-4 3.9a1.6 1.6 0 1 0 0 3.2 1.6 1.6 0 0 0 0-3.2zm8 0a1.6 1.6 0 1 0 0 3.2 1.6 1.6 0 0 0 0-3.2z",
} as const;

export type Icon = keyof typeof PATHS;

export function icon(name: Icon): SVGElement {
  return s(
    "svg",
    { class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true" },
    s("path", { d: PATHS[name], "fill-rule": "evenodd" }),
  );
}
