import { DONE, oneOf, pageOf } from "../answer.js";
import { requirePathId, requireText } from "../arguments.js";
import type { Execute } from "../execute.js";
import * as OPERATIONS from "../operations.js";
import type { RequestOptions } from "../options.js";
import { createListing, type Listing } from "../paginate.js";
import type {
  CreatedCustomPhoneNumber,
  CustomPhoneNumberRequest,
  ListNumbersParams,
  PhoneNumber,
  PhoneNumberListItem,
  StatusResponse,
  UpdatePhoneNumberRequest,
} from "../types.js";

/**
 * The phone numbers that a workspace owns.
 *
 * Every method throws, besides what it names: ConfigError for a bad argument;
 * AuthenticationError, PermissionError, RateLimitError, ServerError or another
 * ApiError for a refusal; ConnectionError, TimeoutError or AbortedError where no
 * answer came; UnexpectedResponseError where the answer breaks the spec.
 */
export interface Numbers {
  /**
   * Numbers of a workspace, in the API's order (`get-numbers`, GET `/numbers`).
   * Tried again on failure. Nothing is asked for until the listing is read, and
   * what is thrown by the API is thrown there. Rows have no slug.
   *
   * @param params `workspace`: its id. `is_available`: only numbers free of inbound agents. `limit`: rows a page,
   *   from 1 on, default 100. `offset`: rows to skip, default 0.
   * @throws ConfigError at once, without a workspace.
   */
  list(params: ListNumbersParams, options?: RequestOptions): Listing<PhoneNumberListItem>;
  /**
   * One number in full (`get-phone-number`, GET `/numbers/{phone_number_slug}`).
   * Tried again on failure.
   *
   * @throws NotFoundError if the slug is unknown to this key.
   */
  get(slug: string, params: { readonly workspace: string }, options?: RequestOptions): Promise<PhoneNumber>;
  /**
   * Changes the given fields and leaves the others (`update-phone-number`,
   * PATCH `/numbers/{phone_number_slug}`). Tried again on failure.
   *
   * @param body `uac_register_expires`: seconds, 60 to 3600. `trunk_pwd` shows in no error.
   * @throws NotFoundError if the slug is unknown to this key.
   * @throws BadRequestError or ValidationError if fields are wrong.
   */
  update(slug: string, body: UpdatePhoneNumberRequest, options?: RequestOptions): Promise<StatusResponse>;
  /**
   * Gives the number up (`delete-phone-number`, DELETE
   * `/numbers/{phone_number_slug}`): it leaves every agent's pool, and the
   * subscription of a bought number ends. **It cannot be taken back.** Tried
   * again on failure; a 404 to a later try, after one that may have worked, is
   * success.
   *
   * @throws NotFoundError if the slug is unknown to this key.
   */
  delete(slug: string, options?: RequestOptions): Promise<StatusResponse>;
  /**
   * Brings a number of one's own carrier into the workspace
   * (`create-custom-number`, POST `/custom-numbers`). Tried again only if it was
   * surely not added: after any other failure look into `list`.
   *
   * @param body `uac_register_expires`: seconds, 60 to 3600, default 300. `termination_uri` is required for most
   *   providers. `trunk_pwd` shows in no error.
   * @returns The number's key and the number.
   * @throws PermissionError if the provider is not enabled.
   * @throws BadRequestError or ValidationError if fields are wrong.
   */
  createCustom(body: CustomPhoneNumberRequest, options?: RequestOptions): Promise<CreatedCustomPhoneNumber>;
}

const NUMBERS = pageOf<PhoneNumberListItem>("phone_numbers");
const NUMBER = oneOf<PhoneNumber>("slug");
const CREATED_NUMBER = oneOf<CreatedCustomPhoneNumber>("key");

/** @internal */
export function createNumbers(execute: Execute): Numbers {
  const pathOf = (slug: string) => ({ phone_number_slug: requirePathId("slug", slug) });
  return {
    list(params, options) {
      requireText("workspace", params?.workspace);
      return createListing(
        (page) =>
          execute(OPERATIONS.listNumbers, NUMBERS, { params: { query: { ...params, ...page } } }, options),
        ({ number }) => number,
        params,
      );
    },
    get: async (slug, params, options) =>
      execute(
        OPERATIONS.getNumber,
        NUMBER,
        { params: { path: pathOf(slug), query: { workspace: requireText("workspace", params?.workspace) } } },
        options,
        slug,
      ),
    update: async (slug, body, options) =>
      execute(OPERATIONS.updateNumber, DONE, { params: { path: pathOf(slug) }, body }, options),
    delete: async (slug, options) =>
      execute(OPERATIONS.deleteNumber, DONE, { params: { path: pathOf(slug) } }, options),
    createCustom: (body, options) =>
      execute(OPERATIONS.createCustomNumber, CREATED_NUMBER, { body }, options),
  };
}
