/**
 * Where firms stand in the network: found once per world, so that nothing ever moves.
 *
 * Home countries lie around a ring, neighbours by region; the firms of a country form a round cluster that is filled from
 * its middle outwards in the order in which they come, as the seeds of a sunflower are. Who is founded takes the place of
 * one that closed before, if there is one.
 */

export interface Places {
  x: Float32Array; // by firm, in distances between two firms; the ring's middle is 0
  y: Float32Array;
  clusters: Cluster[]; // by country
  wide: number; // half the width of it all, labels aside
  high: number;
}

export interface Cluster {
  x: number;
  y: number;
  radius: number;
  angle: number;
  firms: number; // places
}

/** A firm: where it is at home, and from which frame to which it lives (`to` not included). */
export interface Resident {
  home: number;
  from: number;
  to: number;
}

const GOLDEN = Math.PI * (3 - Math.sqrt(5));
const SPACING = 0.6; // of the seeds of a sunflower, for a distance of about one between neighbours
const GAP = 0.9; // between two clusters
const SMALLEST = 6; // firms that even the smallest cluster has room for
const ASPECT = 0.8; // width of the ring for its height: names stand left and right of it
const STEPS = 720; // in which the ring is measured

/** Places all firms that ever live; `regions` names each country's region. */
export function places(firms: Resident[], regions: string[]): Places {
  const ranks = ranked(firms, regions.length);
  const count = regions.map((_, country) =>
    firms.reduce((most, firm, i) => (firm.home === country ? Math.max(most, ranks[i] + 1) : most), 0),
  );
  const clusters = around(count, regions);
  const [x, y] = [new Float32Array(firms.length), new Float32Array(firms.length)];
  firms.forEach(({ home }, i) => {
    const reach = Math.sqrt(ranks[i] + 0.5) * SPACING;
    x[i] = clusters[home].x + reach * Math.cos(ranks[i] * GOLDEN);
    y[i] = clusters[home].y + reach * Math.sin(ranks[i] * GOLDEN);
  });
  const reach = (at: (c: Cluster) => number) =>
    Math.max(1, ...clusters.filter((c) => c.firms).map((c) => Math.abs(at(c)) + c.radius));
  return { x, y, clusters, wide: reach((c) => c.x), high: reach((c) => c.y) };
}

/** The place of each firm within its country: the first that is free when it comes. */
function ranked(firms: Resident[], countries: number): number[] {
  const free: number[][] = Array.from({ length: countries }, () => []); // by country and place: from when it is free
  const ranks = new Array<number>(firms.length);
  const order = firms.map((_, i) => i).sort((a, b) => firms[a].from - firms[b].from || a - b);
  for (const i of order) {
    const { home, from, to } = firms[i];
    const open = free[home].findIndex((since) => since < from);
    ranks[i] = open < 0 ? free[home].length : open;
    free[home][ranks[i]] = to;
  }
  return ranks;
}

function around(count: number[], regions: string[]): Cluster[] {
  const order = regions.map((_, i) => i).filter((i) => count[i] > 0);
  order.sort((a, b) => regions[a].localeCompare(regions[b]) || a - b);
  const radius = count.map((n) => Math.sqrt(Math.max(n, SMALLEST)) * SPACING + 0.45);
  const clusters: Cluster[] = count.map((firms, i) => ({ x: 0, y: 0, radius: radius[i], angle: 0, firms }));
  if (order.length < 2) return clusters;
  const widest = Math.max(...order.map((i) => radius[i]));
  const length = Math.max(
    order.reduce((sum, i) => sum + 2 * radius[i] + GAP, 0),
    2 * Math.PI * widest * 1.5,
  );
  for (let room = length; ; room *= 1.05) {
    alongRing(clusters, order, room);
    if (room > 4 * length || !overlap(order.map((i) => clusters[i]))) return clusters;
  }
}

/** Sets the clusters along a ring of this length, each with its share of what is to spare. */
function alongRing(clusters: Cluster[], order: number[], length: number): void {
  const { points, perimeter } = ring();
  const size = length / perimeter;
  const spare = (length - order.reduce((sum, i) => sum + 2 * clusters[i].radius, 0)) / order.length;
  let run = 0;
  for (const i of order) {
    const { radius } = clusters[i];
    const [x, y] = along(points, (run + radius + spare / 2) / size);
    run += 2 * radius + spare;
    Object.assign(clusters[i], { x: x * size, y: y * size, angle: Math.atan2(y, x) });
  }
}

/** Whether two of the clusters overlap: a chord is shorter than its arc. */
function overlap(clusters: Cluster[]): boolean {
  return clusters.some((a, i) =>
    clusters.slice(i + 1).some((b) => Math.hypot(a.x - b.x, a.y - b.y) < a.radius + b.radius + 0.2),
  );
}

/** Points around an ellipse from its top, each with the way to it. */
function ring(): { points: [x: number, y: number, way: number][]; perimeter: number } {
  const points: [number, number, number][] = [];
  let way = 0;
  for (let i = 0; i <= STEPS; i++) {
    const angle = (2 * Math.PI * i) / STEPS - Math.PI / 2;
    const [x, y] = [ASPECT * Math.cos(angle), Math.sin(angle)];
    if (i) way += Math.hypot(x - points[i - 1][0], y - points[i - 1][1]);
    points.push([x, y, way]);
  }
  return { points, perimeter: way };
}

function along(points: [number, number, number][], way: number): [number, number] {
  const found = points.find(([, , at]) => at >= way) ?? points[points.length - 1];
  return [found[0], found[1]];
}
