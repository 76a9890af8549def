import { vitestBase } from "@dialpool/config/vitest";

export default vitestBase({ globalSetup: ["@dialpool/redis-server/vitest-setup"] });
