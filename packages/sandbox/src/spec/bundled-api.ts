import { bundledSpec, operationsOf, type SpecOperation } from "./document.js";
import { RouteTable } from "./route-table.js";
import { createValidators, type OperationValidator } from "./validators.js";

/** The bundled document, ready for use. */
export interface BundledApi {
  readonly operations: readonly SpecOperation[];
  readonly routes: RouteTable;
  readonly validators: ReadonlyMap<string, OperationValidator>;
}

let compiled: BundledApi | undefined;

/** Reads and compiles the bundled document, once for all sandboxes of a process: it takes longer than all else. */
export function bundledApi(): BundledApi {
  if (compiled !== undefined) return compiled;
  const document = bundledSpec();
  const operations = operationsOf(document);
  const routes = new RouteTable(operations);
  compiled = { operations, routes, validators: createValidators(document, operations) };
  return compiled;
}
