import { vitestBase } from "@dialpool/config/vitest";
import { defineConfig, type Plugin } from "vite";

/** Lua sources are text, as in the build. */
const luaAsText: Plugin = {
  name: "lua-as-text",
  transform: (code, id) => (id.endsWith(".lua") ? `export default ${JSON.stringify(code)};` : undefined),
};

export default defineConfig({
  ...vitestBase({ globalSetup: ["@dialpool/redis-server/vitest-setup"] }),
  plugins: [luaAsText],
});
