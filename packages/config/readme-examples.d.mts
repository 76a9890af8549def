export interface ReadmeExample {
  /** Line of the README on which its code begins. */
  readonly line: number;
  readonly code: string;
}

export function readmeExamples(markdown: string): readonly ReadmeExample[];

export function runReadmeExample(
  code: string,
  modules: Readonly<Record<string, object>>,
  check: (actual: unknown, expected: unknown, line: string) => void,
): Promise<void>;
