import { defineConfig } from "vite";

// One script and one style sheet, shipped with the Python package; Node is not needed to install that.
export default defineConfig({
  build: {
    lib: { entry: "src/main.ts", formats: ["iife"], name: "AlliancesPlayer", fileName: () => "player.js" },
    outDir: "../experiments/player",
    emptyOutDir: false,
    target: "es2022",
  },
});
