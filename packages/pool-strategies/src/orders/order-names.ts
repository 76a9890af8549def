import type { OrderName } from "../types.js";
import { DRAWS } from "./draws.js";

/** Every order there is. */
export const ORDER_NAMES = Object.keys(DRAWS) as readonly OrderName[];
