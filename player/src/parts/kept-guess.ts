/** The learner's guess, kept for as long as the browser's tab lives. */

import type { Guess } from "./guess";

const key = (lesson: string) => `guess:${lesson}`;

export function keepGuess(lesson: string, guess: Guess): void {
  try {
    sessionStorage.setItem(key(lesson), JSON.stringify(guess));
  } catch {
    // a page without storage forgets the guess at a reload
  }
}

export function keptGuess(lesson: string): Guess | null {
  try {
    const found: unknown = JSON.parse(sessionStorage.getItem(key(lesson)) ?? "null");
    const sound = (v: unknown) => typeof v === "number" && Number.isFinite(v);
    const line = Array.isArray(found) && found.length > 1 && found.every(sound);
    return sound(found) || line ? (found as Guess) : null;
  } catch {
    return null;
  }
}
