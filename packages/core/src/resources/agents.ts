import { DONE, oneOf, pageOf } from "../answer.js";
import { refuse, requirePathId } from "../arguments.js";
import type { Execute } from "../execute.js";
import * as OPERATIONS from "../operations.js";
import type { RequestOptions } from "../options.js";
import { createListing, type Listing, type PageParams } from "../paginate.js";
import type {
  Agent,
  AttachPhoneNumbers,
  CreateAgentRequest,
  CreatedAgent,
  GetAgentParams,
  StatusResponse,
  UpdateAgentRequest,
} from "../types.js";

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
  delete(agentId: string, options?: RequestOptions): Promise<StatusResponse>;
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

const AGENTS = pageOf<Agent>("assistants");
const AGENT = oneOf<Agent>("model_id", "assistants");
const CREATED_AGENT = oneOf<CreatedAgent>("model_id");

/** @internal */
export function createAgents(execute: Execute): Agents {
  const pathOf = (agentId: string) => ({ model_id: requirePathId("agentId", agentId) });
  return {
    list: (params, options) =>
      createListing(
        (query) => execute(OPERATIONS.listAgents, AGENTS, { params: { query } }, options),
        (agent) => agent.model_id,
        params,
      ),
    create: (body, options) => execute(OPERATIONS.createAgent, CREATED_AGENT, { body }, options),
    get: async (agentId, query = {}, options) =>
      execute(OPERATIONS.getAgent, AGENT, { params: { path: pathOf(agentId), query } }, options, agentId),
    update: async (agentId, body, options) =>
      execute(OPERATIONS.updateAgent, DONE, { params: { path: pathOf(agentId) }, body }, options),
    delete: async (agentId, options) =>
      execute(OPERATIONS.deleteAgent, DONE, { params: { path: pathOf(agentId) } }, options),
    attachPhoneNumbers: async (agentId, numbers, options) =>
      execute(
        OPERATIONS.attachPhoneNumbers,
        DONE,
        { params: { path: pathOf(agentId) }, body: attachBody(numbers) },
        options,
      ),
    detachPhoneNumber: async (agentId, slug, options) =>
      execute(
        OPERATIONS.detachPhoneNumber,
        DONE,
        { params: { path: { ...pathOf(agentId), phone_number_slug: requirePathId("slug", slug) } } },
        options,
      ),
  };
}

/** The API takes exactly one of the two forms; JavaScript callers learn it here, before anything is sent. */
function attachBody({
  phone_numbers: values,
  phone_number_slugs: slugs,
}: Partial<AttachPhoneNumbers> = {}): { phone_numbers: string[] } | { phone_number_slugs: string[] } {
  if (values !== undefined && slugs !== undefined) {
    refuse("phone_number_slugs", "excludes phone_numbers: send two requests");
  }
  const list: readonly string[] | undefined = values ?? slugs;
  if (!Array.isArray(list) || list.length === 0) {
    refuse("phone_numbers", "must be a list of at least one number, or phone_number_slugs one of slugs");
  }
  return values === undefined ? { phone_number_slugs: [...list] } : { phone_numbers: [...list] };
}
