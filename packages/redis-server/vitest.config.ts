import { vitestBase } from "@dialpool/config/vitest";

export default vitestBase({ globalSetup: ["src/vitest/global-setup.ts"] });
