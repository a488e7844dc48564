import { expect, test } from "vitest";
import { guessLine, guessWords } from "../../src/parts/guess";

test("a drawn line is joined straight from handle to handle", () => {
  expect(guessLine({ ask: "", kind: "line" }, [0, 1, 0], 5)).toEqual([0, 0.5, 1, 0.5, 0]);
});

test("a guessed number is a level line, and a choice is none", () => {
  expect(guessLine({ ask: "", kind: "number" }, 40, 3)).toEqual([40, 40, 40]);
  expect(guessLine({ ask: "", kind: "choice" }, 1, 3)).toBeNull();
  expect(guessLine({ ask: "", kind: "number" }, null, 3)).toBeNull();
});

test("a guess is told as it was made", () => {
  expect(guessWords({ ask: "", kind: "choice", choices: ["It falls", "It rises"] }, 1)).toBe("You said: It rises.");
  expect(guessWords({ ask: "", kind: "number", unit: "%" }, 40)).toBe("Your guess: 40\u00a0%.");
  expect(guessWords({ ask: "", kind: "number" }, null)).toBe("You made no guess.");
});
