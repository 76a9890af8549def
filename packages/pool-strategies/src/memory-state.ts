import type { Namespace, NamespaceOptions } from "./namespace.js";

/** The inside of a memory store. */
export interface MemoryState {
  /** What its namespaces are made with. */
  readonly options: NamespaceOptions;
  current(): Namespace;
  /** Another one takes its place. */
  replace(namespace: Namespace): void;
}

/** By store: the way in for other entries of this package, so that the main one need not carry what they do. */
export const memoryStates = new WeakMap<object, MemoryState>();
