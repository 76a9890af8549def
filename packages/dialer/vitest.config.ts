import { vitestBase } from "@dialpool/config/vitest";

export default vitestBase();
