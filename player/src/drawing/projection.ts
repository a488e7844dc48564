/** From latitude and longitude to the map's picture: the Equal Earth projection, as the map was made with. */

import { geoEqualEarthRaw } from "d3-geo";
import land from "../world/land.json";

const DEGREE = Math.PI / 180;

/** Where a place lies on the picture of `land.json`. */
export function project(latitude: number, longitude: number): [number, number] {
  const turned = ((longitude + land.turn + 540) % 360) - 180;
  const [x, y] = geoEqualEarthRaw(turned * DEGREE, latitude * DEGREE);
  return [land.centre[0] + land.scale * x, land.centre[1] - land.scale * y];
}

export { land };
