/** A page whose examples are compiled. */
export interface ExamplePage {
  /** What a fault is reported under. */
  readonly name: string;
  readonly markdown: string;
  /** Whose `node_modules` its imports come from: an absolute path. */
  readonly folder: string;
}

export function exampleFaults(pages: readonly ExamplePage[]): readonly string[];
