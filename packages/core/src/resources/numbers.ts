import { rows, single, unwrap } from "../envelope.js";
import { OPERATIONS } from "../operations.js";
import type { RequestOptions } from "../options.js";
import { createListing, type Listing } from "../paginate.js";
import type {
  CreatedCustomPhoneNumber,
  CustomPhoneNumberRequest,
  ListNumbersParams,
  Pagination,
  PhoneNumber,
  PhoneNumberListItem,
  StatusResponse,
  UpdatePhoneNumberRequest,
} from "../types.js";
import { requirePathId, requireText, type Transport } from "./transport.js";

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

/** @internal */
export function createNumbers({ raw, execute }: Transport): Numbers {
  return {
    list(params, options) {
      const operation = OPERATIONS.listNumbers;
      const workspace = requireText("workspace", params.workspace);
      return createListing(
        async (page, requestOptions) => {
          const query = { ...params, workspace, ...page };
          const body = await execute(
            operation,
            (init) => raw.GET("/numbers", { ...init, params: { query } }),
            requestOptions,
          );
          const payload = unwrap<{ phone_numbers?: unknown; pagination?: Pagination }>(operation, body);
          return {
            items: rows<PhoneNumberListItem>(operation, payload.phone_numbers, "phone numbers", body),
            ...(payload.pagination === undefined ? {} : { pagination: payload.pagination }),
          };
        },
        (number) => number.number,
        params,
        options,
      );
    },
    async get(slug, { workspace }, options) {
      const operation = OPERATIONS.getNumber;
      const params = {
        path: { phone_number_slug: requirePathId("slug", slug) },
        query: { workspace: requireText("workspace", workspace) },
      };
      const body = await execute(
        operation,
        (init) => raw.GET("/numbers/{phone_number_slug}", { ...init, params }),
        options,
      );
      return single<PhoneNumber>(operation, unwrap(operation, body), "number", "slug", body);
    },
    async update(slug, body, options) {
      const path = { phone_number_slug: requirePathId("slug", slug) };
      return execute(
        OPERATIONS.updateNumber,
        (init) => raw.PATCH("/numbers/{phone_number_slug}", { ...init, params: { path }, body }),
        options,
      );
    },
    async delete(slug, options) {
      const path = { phone_number_slug: requirePathId("slug", slug) };
      return execute(
        OPERATIONS.deleteNumber,
        (init) => raw.DELETE("/numbers/{phone_number_slug}", { ...init, params: { path } }),
        options,
      );
    },
    async createCustom(body, options) {
      const operation = OPERATIONS.createCustomNumber;
      const answer = await execute(
        operation,
        (init) => raw.POST("/custom-numbers", { ...init, body }),
        options,
      );
      const payload = unwrap(operation, answer);
      return single<CreatedCustomPhoneNumber>(operation, payload, "number", "key", answer);
    },
  };
}
