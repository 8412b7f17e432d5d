import react from "@vitejs/plugin-react";
import tailwindcss from "@tailwindcss/vite";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const api = process.env["NBP_API"] ?? "http://127.0.0.1:8000";

export default defineConfig(({ mode }) => ({
  plugins: [react(), tailwindcss()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  server: { proxy: { "/api": { target: api, changeOrigin: false } } },
  // The one large chunk is livekit-client, which only the rooms load.
  build: {
    target: "es2022",
    // Every browser of that age preloads modules by itself.
    modulePreload: { polyfill: false },
    sourcemap: true,
    chunkSizeWarningLimit: 900,
    // `--mode states`: the page of all states, for reviewers and tests; never part of the product.
    ...(mode === "states" ? { outDir: "dist-states", sourcemap: false } : {}),
    rolldownOptions: {
      ...(mode === "states" ? { input: "states.html" } : {}),
      // Slugs and limits of the generated contract stand in the code as they are, so that no page loads a table of them.
      optimization: { inlineConst: { mode: "all", pass: 2 } },
    },
  },
  test: {
    environment: "jsdom",
    setupFiles: ["./src/app/testSetup.ts"],
    include: ["src/**/*.test.{ts,tsx}"],
    css: false,
    maxWorkers: 2,
    // A slow machine is no failure.
    testTimeout: 30_000,
  },
}));
