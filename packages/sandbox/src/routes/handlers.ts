import type { SandboxContext } from "../context.js";
import type { OperationId } from "../wire-types.js";
import { agentRoutes } from "./agents.js";
import { callRoutes } from "./calls.js";
import { numberRoutes } from "./numbers.js";
import type { Handler } from "./outcome.js";
import { poolRoutes } from "./pools.js";

/** The handler of every operation, by its id in the spec. */
export type Handlers = { readonly [Id in OperationId]: Handler<Id> };

/** Binds all handlers to one sandbox's state. */
export function createHandlers(context: SandboxContext): Handlers {
  return {
    ...agentRoutes(context),
    ...poolRoutes(context),
    ...numberRoutes(context),
    ...callRoutes(context),
  };
}
