/** The one clock that all views follow: quarters as a real number, from 0 to the last. */

export type Tick = (time: number, whole: boolean) => void;

export interface Timer {
  now(): number;
  next(then: (now: number) => void): number;
  cancel(handle: number): void;
}

const FRAMES: Timer = {
  now: () => performance.now(),
  next: (then) => requestAnimationFrame(then),
  cancel: (handle) => cancelAnimationFrame(handle),
};

const LONGEST = 250; // milliseconds that one frame may count for: a sleeping tab does not leap ahead

/** Plays, pauses and seeks; tells its listeners the time, and whether a new quarter began. */
export class Clock {
  time = 0;
  playing = false;
  speed = 4; // quarters a second
  smooth = true; // moves between quarters; not with reduced motion
  private listeners = new Set<Tick>();
  private handle = 0;
  private before = 0;
  private exact = 0;

  constructor(
    public last: number,
    private timer: Timer = FRAMES,
  ) {}

  get quarter(): number {
    return Math.min(this.last, Math.floor(this.time + 1e-9));
  }

  /** Calls back at every change; the answer ends that. */
  listen(tick: Tick): () => void {
    this.listeners.add(tick);
    return () => this.listeners.delete(tick);
  }

  play(): void {
    if (this.playing) return;
    if (this.time >= this.last) this.seek(0);
    this.playing = true;
    this.exact = this.time;
    this.before = this.timer.now();
    this.handle = this.timer.next(this.frame);
    this.tell(true);
  }

  pause(): void {
    if (!this.playing) return;
    this.playing = false;
    this.timer.cancel(this.handle);
    this.time = this.quarter;
    this.tell(true);
  }

  toggle(): void {
    if (this.playing) this.pause();
    else this.play();
  }

  /** Goes to a quarter; anything outside goes to the nearest there is. */
  seek(quarter: number): void {
    this.exact = this.time = Math.max(0, Math.min(this.last, Number.isFinite(quarter) ? quarter : 0));
    this.tell(true);
  }

  private frame = (now: number): void => {
    if (!this.playing) return;
    const quarter = this.quarter;
    this.exact = Math.min(
      this.last,
      this.exact + (Math.min(LONGEST, Math.max(0, now - this.before)) / 1000) * this.speed,
    );
    this.before = now;
    this.time = this.smooth ? this.exact : Math.floor(this.exact);
    if (this.exact >= this.last) this.playing = false;
    else this.handle = this.timer.next(this.frame);
    if (this.smooth || this.quarter !== quarter || !this.playing) this.tell(this.quarter !== quarter || !this.playing);
  };

  private tell(whole: boolean): void {
    for (const listener of this.listeners) listener(this.time, whole);
  }
}
