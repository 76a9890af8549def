import type { SpecOperation } from "./document.js";

/** An operation that a request matched, and what its path carried. */
export interface RouteMatch {
  readonly operation: SpecOperation;
  readonly path: Readonly<Record<string, string>>;
}

interface Route {
  readonly operation: SpecOperation;
  readonly segments: readonly Segment[];
}

type Segment = { readonly literal: string } | { readonly parameter: string };

/** Finds the operation for a method and path. Slashes count: `/assistants` is not `/assistants/`. */
export class RouteTable {
  private readonly routes: readonly Route[];

  constructor(operations: readonly SpecOperation[]) {
    this.routes = operations.map((operation) => ({ operation, segments: segmentsOf(operation.path) }));
  }

  /** Undefined if no operation has this method and path, or if a segment is badly encoded. */
  match(method: string, path: string): RouteMatch | undefined {
    const parts = path.split("/");
    for (const { operation, segments } of this.routes) {
      if (operation.method !== method) continue;
      const values = valuesOf(segments, parts);
      if (values !== undefined) return { operation, path: values };
    }
    return undefined;
  }

  /** Methods that a path answers to. */
  methodsOf(path: string): readonly string[] {
    const parts = path.split("/");
    const fitting = this.routes.filter(({ segments }) => valuesOf(segments, parts) !== undefined);
    return fitting.map(({ operation }) => operation.method);
  }
}

function segmentsOf(template: string): readonly Segment[] {
  return template.split("/").map((part) => {
    const parameter = /^\{(.+)\}$/.exec(part)?.[1];
    return parameter === undefined ? { literal: part } : { parameter };
  });
}

function valuesOf(
  segments: readonly Segment[],
  parts: readonly string[],
): Readonly<Record<string, string>> | undefined {
  if (segments.length !== parts.length) return undefined;
  const values: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    const part = parts[index] ?? "";
    if ("literal" in segment) {
      if (segment.literal !== part) return undefined;
      continue;
    }
    const value = decoded(part);
    if (value === undefined || value === "") return undefined;
    values[segment.parameter] = value;
  }
  return values;
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
