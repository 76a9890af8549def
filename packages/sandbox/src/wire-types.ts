import type { components, operations } from "./generated/schema.js";

/** Every operation the sandbox answers, by the spec's operation id. */
export type OperationId = Exclude<keyof operations, "post-call-event">;

/** A schema of the spec by its name. */
export type Schema<Name extends keyof components["schemas"]> = components["schemas"][Name];

/** What an operation is given, after validation. */
export interface OperationInput<Id extends OperationId> {
  readonly path: PathOf<operations[Id]>;
  readonly query: QueryOf<operations[Id]>;
  readonly body: BodyOf<operations[Id]>;
}

/** What an operation answers with 200. */
export type SuccessBody<Id extends OperationId> = operations[Id]["responses"] extends {
  200: { content: { "application/json": infer Body } };
}
  ? Body
  : never;

type PathOf<Operation> = Operation extends { parameters: { path: infer Path } } ? Path : NoFields;
type QueryOf<Operation> = Operation extends { parameters: { query?: infer Query } }
  ? [NonNullable<Query>] extends [never]
    ? NoFields
    : NonNullable<Query>
  : NoFields;
type BodyOf<Operation> = Operation extends {
  requestBody: { content: { "application/json": infer Body } };
}
  ? Body
  : undefined;
type NoFields = Readonly<Record<never, never>>;
