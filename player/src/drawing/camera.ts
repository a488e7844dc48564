/** What part of a picture is seen: moved by dragging, wheel, pinch and buttons. */

import type { Surface } from "./surface";

const MOST = 12; // times

export class Camera {
  zoom = 1;
  private dx = 0;
  private dy = 0;
  private fingers = new Map<number, [number, number]>();
  private moved = 0;

  constructor(
    private readonly surface: Surface,
    private readonly changed: () => void,
    private readonly clicked: (x: number, y: number) => void,
  ) {
    const canvas = surface.canvas;
    canvas.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    canvas.addEventListener("pointerdown", (event) => this.down(event));
    canvas.addEventListener("pointermove", (event) => this.move(event));
    canvas.addEventListener("pointerup", (event) => this.up(event));
    canvas.addEventListener("dblclick", (event) => this.by(1.8, ...surface.point(event)));
    canvas.addEventListener("pointercancel", (event) => this.fingers.delete(event.pointerId));
  }

  /** From lengths of the picture (its middle is 0) to the page. */
  x(u: number): number {
    return this.surface.width / 2 + this.dx + u * this.zoom;
  }

  y(v: number): number {
    return this.surface.height / 2 + this.dy + v * this.zoom;
  }

  /** Zooms about a point of the page; about the middle if none is given. */
  by(factor: number, x = this.surface.width / 2, y = this.surface.height / 2): void {
    const zoom = Math.max(1, Math.min(MOST, this.zoom * factor));
    const [u, v] = [(x - this.x(0)) / this.zoom, (y - this.y(0)) / this.zoom];
    this.zoom = zoom;
    this.dx = x - this.surface.width / 2 - u * zoom;
    this.dy = y - this.surface.height / 2 - v * zoom;
    this.keep();
  }

  whole(): void {
    Object.assign(this, { zoom: 1, dx: 0, dy: 0 });
    this.changed();
  }

  private keep(): void {
    const [w, h] = [(this.surface.width / 2) * (this.zoom - 1), (this.surface.height / 2) * (this.zoom - 1)];
    this.dx = Math.max(-w, Math.min(w, this.dx));
    this.dy = Math.max(-h, Math.min(h, this.dy));
    this.surface.canvas.style.touchAction = this.zoom > 1 ? "none" : "pan-y pinch-zoom";
    this.changed();
  }

  private wheel(event: WheelEvent): void {
    if (!event.ctrlKey && this.zoom === 1 && event.deltaY > 0) return; // the page scrolls
    if (!event.ctrlKey && !event.shiftKey && this.zoom === 1) return; // Ctrl or Shift with the wheel zooms in
    event.preventDefault();
    this.by(Math.exp(-(event.deltaY || event.deltaX) / 300), ...this.surface.point(event));
  }

  private down(event: PointerEvent): void {
    this.fingers.set(event.pointerId, [event.clientX, event.clientY]);
    this.moved = 0;
  }

  private move(event: PointerEvent): void {
    const before = this.fingers.get(event.pointerId);
    if (!before) return;
    const [x, y] = [event.clientX - before[0], event.clientY - before[1]];
    this.moved += Math.abs(x) + Math.abs(y);
    if (this.zoom > 1 && this.moved > 4) {
      if (!this.surface.canvas.hasPointerCapture(event.pointerId))
        this.surface.canvas.setPointerCapture(event.pointerId);
      this.dx += x / this.fingers.size;
      this.dy += y / this.fingers.size;
      this.keep();
    }
    this.fingers.set(event.pointerId, [event.clientX, event.clientY]);
  }

  private up(event: PointerEvent): void {
    if (this.fingers.delete(event.pointerId) && this.moved <= 6) this.clicked(...this.surface.point(event));
  }
}
