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

/** The phone numbers that a workspace owns. */
export interface Numbers {
  /** Numbers of a workspace (`get-numbers`). */
  list(params: ListNumbersParams, options?: RequestOptions): Listing<PhoneNumberListItem>;
  /** One number in full (`get-phone-number`). */
  get(slug: string, params: { readonly workspace: string }, options?: RequestOptions): Promise<PhoneNumber>;
  /** Changes the given fields (`update-phone-number`). */
  update(slug: string, body: UpdatePhoneNumberRequest, options?: RequestOptions): Promise<StatusResponse>;
  /**
   * Gives the number up (`delete-phone-number`): it leaves every agent's pool,
   * and the subscription of a bought number ends. It cannot be taken back.
   */
  delete(slug: string, options?: RequestOptions): Promise<StatusResponse>;
  /** Brings a number of one's own carrier into the workspace (`create-custom-number`). */
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
