/**
 * Where firms stand in the network: found once per world, so that nothing ever moves.
 *
 * Home countries lie around a ring, neighbours by region; the firms of a country form a round cluster that is filled from
 * its middle outwards in the order in which they come, as the seeds of a sunflower are.
 */

export interface Places {
  x: Float32Array; // by firm, in distances between two firms; the ring's middle is 0
  y: Float32Array;
  clusters: Cluster[]; // by country
  extent: number; // half the width of it all, labels aside
}

export interface Cluster {
  x: number;
  y: number;
  radius: number;
  angle: number;
  firms: number;
}

const GOLDEN = Math.PI * (3 - Math.sqrt(5));
const GAP = 1.1; // between two clusters
const SMALLEST = 7; // firms that even the smallest cluster has room for

/** Places all firms that ever live, by their home; `regions` names each country's region, empty for one of no region. */
export function places(homes: ArrayLike<number>, regions: string[]): Places {
  const count = new Array<number>(regions.length).fill(0);
  for (let i = 0; i < homes.length; i++) count[homes[i]]++;
  const clusters = around(count, regions);
  const [x, y] = [new Float32Array(homes.length), new Float32Array(homes.length)];
  const taken = new Array<number>(regions.length).fill(0);
  for (let i = 0; i < homes.length; i++) {
    const cluster = clusters[homes[i]];
    const rank = taken[homes[i]]++;
    const reach = Math.sqrt(rank + 0.5) * 0.62;
    x[i] = cluster.x + reach * Math.cos(rank * GOLDEN);
    y[i] = cluster.y + reach * Math.sin(rank * GOLDEN);
  }
  return { x, y, clusters, extent: Math.max(...clusters.map((c) => Math.hypot(c.x, c.y) + c.radius)) };
}

function around(count: number[], regions: string[]): Cluster[] {
  const order = regions.map((_, i) => i).filter((i) => count[i] > 0);
  order.sort((a, b) => regions[a].localeCompare(regions[b]) || a - b);
  const radius = count.map((n) => Math.sqrt(Math.max(n, SMALLEST)) * 0.62 + 0.5);
  const length = order.reduce((sum, i) => sum + 2 * radius[i] + GAP, 0);
  const widest = Math.max(1, ...order.map((i) => radius[i]));
  const ring = order.length > 1 ? Math.max(length / (2 * Math.PI), widest * 1.3) : 0;
  const clusters: Cluster[] = count.map((firms, i) => ({ x: 0, y: 0, radius: radius[i], angle: 0, firms }));
  let run = 0;
  for (const i of order) {
    const angle = (2 * Math.PI * (run + radius[i] + GAP / 2)) / length - Math.PI / 2;
    run += 2 * radius[i] + GAP;
    Object.assign(clusters[i], { angle, x: ring * Math.cos(angle), y: ring * Math.sin(angle) });
  }
  return clusters;
}
