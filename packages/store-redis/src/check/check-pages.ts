import { type CheckPass, PAGE } from "./check-pass.js";

/** Checks a list that belongs to no pool's members, see `scripts/check-rest.lua`. Slug keys it has become known. */
export async function checkRest(pass: CheckPass, list: string): Promise<void> {
  for (let first = 0; ; first += PAGE) {
    const answer = await pass.ask(pass.parts.scripts.checkRest, list, first, PAGE);
    pass.tell(answer[2]);
    for (const key of (answer[3] as readonly string[] | undefined) ?? []) pass.keys.add(key);
    if (answer[1] !== "1") return;
  }
}

/** Checks every field of the state by what it is: nothing is there that the store did not write. */
export async function checkFields(pass: CheckPass): Promise<void> {
  for (let cursor = "0"; ; ) {
    const [, next, findings] = await pass.ask(pass.parts.scripts.checkFields, cursor, PAGE);
    pass.tell(findings);
    cursor = String(next);
    if (cursor === "0") return;
  }
}
