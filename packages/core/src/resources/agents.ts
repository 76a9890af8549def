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

/**
 * Agents ("assistants" in the API's paths) and their pools of phone numbers.
 *
 * Every method throws, besides what it names: ConfigError for a bad argument;
 * AuthenticationError, PermissionError, RateLimitError, ServerError or another
 * ApiError for a refusal; ConnectionError, TimeoutError or AbortedError where no
 * answer came; UnexpectedResponseError where the answer breaks the spec.
 */
export interface Agents {
  /**
   * All agents of the workspace, in the API's order (`list-assistant`,
   * GET `/assistants/`). Tried again on failure. Nothing is asked for until the
   * listing is read, and what is thrown is thrown there.
   *
   * @param params `limit`: rows a page, from 1 on, default 100. `offset`: rows to skip, default 0.
   */
  list(params?: PageParams, options?: RequestOptions): Listing<Agent>;
  /**
   * Creates an agent (`create-assistant`, POST `/assistants`). Tried again only
   * if it was surely not created: after any other failure look into `list`.
   *
   * @param body `max_duration.duration_seconds` is in seconds.
   * @returns The new agent's id, and what the API says besides.
   * @throws BadRequestError or ValidationError if fields are wrong.
   */
  create(body: CreateAgentRequest, options?: RequestOptions): Promise<CreatedAgent>;
  /**
   * One agent with its pool, `attached_phone_numbers` (`get-assistant`,
   * GET `/assistants/{model_id}`). Tried again on failure.
   *
   * @param params `include_actions`: the agent's actions too.
   * @throws NotFoundError if the id is unknown to this key.
   */
  get(agentId: string, params?: GetAgentParams, options?: RequestOptions): Promise<Agent>;
  /**
   * Changes the given fields and leaves the others (`update-assistant`,
   * PUT `/assistants/{model_id}`). Tried again on failure: the same body leads
   * to the same agent.
   *
   * @throws NotFoundError if the id is unknown to this key.
   * @throws BadRequestError or ValidationError if fields are wrong.
   */
  update(agentId: string, body: UpdateAgentRequest, options?: RequestOptions): Promise<StatusResponse>;
  /**
   * Deletes the agent; it cannot be taken back (`delete-assistant`,
   * DELETE `/assistants/{model_id}`). Tried again on failure; a 404 to a later
   * try, after one that may have worked, is success.
   *
   * @throws NotFoundError if the id is unknown to this key.
   */
  delete(agentId: string, options?: RequestOptions): Promise<StatusResponse>;
  /**
   * Adds numbers to the agent's pool, by value or by slug; those that are in it
   * already stay (`attach-phone-numbers-to-assistant`,
   * PUT `/assistants/{model_id}/phone_numbers`). Tried again on failure.
   *
   * @param numbers `phone_numbers`, E.164, or `phone_number_slugs`: one of the two, with at least one entry.
   * @throws ConfigError if both forms are given, or neither, or an empty list.
   * @throws NotFoundError if the agent or a number is unknown to this key.
   * @throws BadRequestError if a number may not be attached to this agent.
   */
  attachPhoneNumbers(
    agentId: string,
    numbers: AttachPhoneNumbers,
    options?: RequestOptions,
  ): Promise<StatusResponse>;
  /**
   * Takes one number out of the agent's pool; it stops being a caller ID of this
   * agent at once (`detach-phone-number-from-assistant`,
   * DELETE `/assistants/{model_id}/phone_numbers/{phone_number_slug}`). Tried
   * again on failure; a 404 to a later try, after one that may have worked, is
   * success.
   *
   * @param slug The number's `slug` as `attached_phone_numbers` gives it.
   * @throws NotFoundError or BadRequestError if the agent or the number is unknown, or the number not in the pool.
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
  const list: readonly string[] | undefined = values ?? slugs;
  if ((values && slugs) || !Array.isArray(list) || list.length === 0) {
    refuse("phone_numbers", "or phone_number_slugs, not both, must be a list with at least one entry");
  }
  return values ? { phone_numbers: [...list] } : { phone_number_slugs: [...list] };
}
