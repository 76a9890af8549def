import { rejectInput } from "@dialpool/pool-strategies/store-kit";

/** What keys of a generation begin with, and what those of all generations do: KEYS of every script. */
export type Keys = readonly [generation: string, root: string];

/** What all keys of a namespace begin with: they have one hash tag, so they lie on one node of a Cluster. */
export function rootOf(keyPrefix: string, namespace: string): string {
  return `${keyPrefix}:{${namespace}}:`;
}

/** Keys of a generation: a namespace that was cleared or replaced goes on under other keys. */
export function keysOf(root: string, generation: string): Keys {
  return [`${root}${generation}:`, root];
}

/** The generation that keys are of. */
export function generationOf([generation, root]: Keys): string {
  return generation.slice(root.length, -1);
}

/** Throws unless a text may stand inside a hash tag. */
export function checkKeyPart(path: string, value: string): void {
  const isFit = typeof value === "string" && value.length > 0 && value.length <= 200 && !/[{}]/.test(value);
  if (!isFit) rejectInput(path, "Must be 1 to 200 characters, none of them a brace.");
}
