/// <reference path="./raw.d.ts" />

import type { UserConfig } from "vitest/config";
import type { InlineConfig } from "vitest/node";

export declare function vitestBase(test?: InlineConfig): UserConfig;
