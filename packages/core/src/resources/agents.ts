import { rows, single, unwrap } from "../envelope.js";
import { ConfigError } from "../errors.js";
import { OPERATIONS } from "../operations.js";
import type { RequestOptions } from "../options.js";
import { createListing, type Listing, type PageParams } from "../paginate.js";
import type {
  Agent,
  AttachPhoneNumbers,
  CreateAgentRequest,
  CreatedAgent,
  DeletedAgent,
  GetAgentParams,
  Pagination,
  StatusResponse,
  UpdateAgentRequest,
} from "../types.js";
import type { Transport } from "./transport.js";
import { requirePathId } from "./transport.js";

/** Agents ("assistants" in the API's paths) and their pools of phone numbers. */
export interface Agents {
  /** All agents of the workspace (`list-assistant`). */
  list(params?: PageParams, options?: RequestOptions): Listing<Agent>;
  /** Creates an agent (`create-assistant`). Not repeated on failure: it may have been created. */
  create(body: CreateAgentRequest, options?: RequestOptions): Promise<CreatedAgent>;
  /** One agent with its pool, `attached_phone_numbers` (`get-assistant`). @throws NotFoundError if the id is unknown to this key. */
  get(agentId: string, params?: GetAgentParams, options?: RequestOptions): Promise<Agent>;
  /** Changes the given fields and leaves the others (`update-assistant`). */
  update(agentId: string, body: UpdateAgentRequest, options?: RequestOptions): Promise<StatusResponse>;
  /** Deletes the agent (`delete-assistant`). */
  delete(agentId: string, options?: RequestOptions): Promise<DeletedAgent>;
  /**
   * Adds numbers to the agent's pool, by value or by slug
   * (`attach-phone-numbers-to-assistant`). Numbers that are in it already stay.
   *
   * @throws ConfigError if both forms are given, or neither, or an empty list.
   * @throws NotFoundError if the agent or a number is unknown to this key.
   */
  attachPhoneNumbers(
    agentId: string,
    numbers: AttachPhoneNumbers,
    options?: RequestOptions,
  ): Promise<StatusResponse>;
  /**
   * Takes one number out of the agent's pool (`detach-phone-number-from-assistant`).
   * It stops being a caller ID of this agent at once.
   *
   * @param slug The number's `slug` as `attached_phone_numbers` gives it.
   */
  detachPhoneNumber(agentId: string, slug: string, options?: RequestOptions): Promise<StatusResponse>;
}

/** @internal */
export function createAgents({ raw, execute }: Transport): Agents {
  return {
    list(params, options) {
      const operation = OPERATIONS.listAgents;
      return createListing(
        async (query, requestOptions) => {
          const body = await execute(
            operation,
            (init) => raw.GET("/assistants/", { ...init, params: { query } }),
            requestOptions,
          );
          const payload = unwrap<{ assistants?: unknown; pagination?: Pagination }>(operation, body);
          return {
            items: rows<Agent>(operation, payload.assistants, "assistants", body),
            ...(payload.pagination === undefined ? {} : { pagination: payload.pagination }),
          };
        },
        (agent) => agent.model_id,
        params,
        options,
      );
    },
    async create(body, options) {
      const operation = OPERATIONS.createAgent;
      const answer = await execute(operation, (init) => raw.POST("/assistants", { ...init, body }), options);
      return single<CreatedAgent>(operation, unwrap(operation, answer), "agent", "model_id", answer);
    },
    async get(agentId, query = {}, options) {
      const operation = OPERATIONS.getAgent;
      const path = { model_id: requirePathId("agentId", agentId) };
      const body = await execute(
        operation,
        (init) => raw.GET("/assistants/{model_id}", { ...init, params: { path, query } }),
        options,
      );
      const payload = unwrap<{ assistants?: unknown }>(operation, body);
      return single<Agent>(operation, payload.assistants ?? payload, "assistant", "model_id", body);
    },
    async update(agentId, body, options) {
      const path = { model_id: requirePathId("agentId", agentId) };
      return execute(
        OPERATIONS.updateAgent,
        (init) => raw.PUT("/assistants/{model_id}", { ...init, params: { path }, body }),
        options,
      );
    },
    async delete(agentId, options) {
      const operation = OPERATIONS.deleteAgent;
      const path = { model_id: requirePathId("agentId", agentId) };
      const body = await execute(
        operation,
        (init) => raw.DELETE("/assistants/{model_id}", { ...init, params: { path } }),
        options,
      );
      return unwrap<DeletedAgent>(operation, body);
    },
    async attachPhoneNumbers(agentId, numbers, options) {
      const path = { model_id: requirePathId("agentId", agentId) };
      const body = attachBody(numbers);
      return execute(
        OPERATIONS.attachPhoneNumbers,
        (init) => raw.PUT("/assistants/{model_id}/phone_numbers", { ...init, params: { path }, body }),
        options,
      );
    },
    async detachPhoneNumber(agentId, slug, options) {
      const path = {
        model_id: requirePathId("agentId", agentId),
        phone_number_slug: requirePathId("slug", slug),
      };
      return execute(
        OPERATIONS.detachPhoneNumber,
        (init) =>
          raw.DELETE("/assistants/{model_id}/phone_numbers/{phone_number_slug}", {
            ...init,
            params: { path },
          }),
        options,
      );
    },
  };
}

/** The API takes exactly one of the two forms; JavaScript callers learn it here, before anything is sent. */
function attachBody(
  numbers: AttachPhoneNumbers,
): { phone_numbers: string[] } | { phone_number_slugs: string[] } {
  const { phone_numbers: values, phone_number_slugs: slugs } = numbers;
  if (values !== undefined && slugs !== undefined) {
    throw new ConfigError(
      "phone_number_slugs",
      "Attach takes either phone_numbers or phone_number_slugs, not both: send two requests.",
    );
  }
  const list: readonly string[] | undefined = values ?? slugs;
  if (!Array.isArray(list) || list.length === 0) {
    throw new ConfigError(
      "phone_numbers",
      "Attach needs a list of at least one number in phone_numbers or phone_number_slugs.",
    );
  }
  return values === undefined ? { phone_number_slugs: [...list] } : { phone_numbers: [...list] };
}
