import js from "@eslint/js";
import globals from "globals";
import jsxA11y from "eslint-plugin-jsx-a11y";
import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["dist", "dist-states", "src/api/schema.d.ts"] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  reactHooks.configs.flat["recommended-latest"],
  jsxA11y.flatConfigs.recommended,
  {
    files: ["**/*.{ts,tsx}"],
    languageOptions: { globals: globals.browser },
    rules: {
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      // Dialogs, pages and forms move focus on purpose (ux: first focus).
      "jsx-a11y/no-autofocus": "off",
    },
  },
  {
    // livekit-client stays out of everything but the rooms, so that it loads only there.
    files: ["src/{app,api,ui,words}/**", "src/features/{auth,landing,my-data,sessions,settings}/**"],
    rules: {
      "no-restricted-imports": ["error", { patterns: ["livekit-client", "@livekit/*", "@/livekit/*"] }],
    },
  },
);
