import type { JournaledStore } from "./journaled-store.js";
export async function openStore(_: string, __: object): Promise<JournaledStore> {
  throw new Error("soon");
}
