/** Worlds that were asked for, so that going back costs nothing. */

import type { Answer, Host, Request, Setup } from "../contract";
import { unpack } from "../recording/decode";
import { Recording } from "../recording/recording";
import { keyOf } from "./address";

const KEPT = 6; // worlds in memory

export class Worlds {
  private readonly kept = new Map<string, Promise<Recording>>();
  up = true;

  constructor(
    private readonly host: Host | null,
    private readonly gone: () => string,
  ) {}

  get canAsk(): boolean {
    return this.host !== null;
  }

  /** Asks the host; rejects with a sentence. */
  async ask(request: Request): Promise<Answer> {
    if (!this.host) throw new Error("This file has no server behind it; it plays what was recorded.");
    if (!this.up) throw new Error(this.gone());
    return this.host.ask(request);
  }

  /** The recording of a setup: the one kept, or a new one. */
  world(setup: Setup): Promise<Recording> {
    const key = keyOf(setup);
    const found = this.kept.get(key) ?? this.ask({ kind: "world", setup }).then(({ files }) => opened(files[0]));
    this.keep(key, found);
    return found;
  }

  /** Keeps a recording that came with the page. */
  async put(setup: Setup | null, bytes: Uint8Array): Promise<Recording> {
    const world = await opened(bytes);
    this.keep(keyOf(setup ?? world.header.setup), Promise.resolve(world));
    return world;
  }

  private keep(key: string, world: Promise<Recording>): void {
    this.kept.delete(key);
    this.kept.set(key, world);
    world.catch(() => this.kept.delete(key));
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= KEPT) break;
      this.kept.delete(oldest);
    }
  }
}

async function opened(bytes: Uint8Array | undefined): Promise<Recording> {
  if (!bytes) throw new Error("The server sent no recording.");
  return new Recording(await unpack(bytes));
}
