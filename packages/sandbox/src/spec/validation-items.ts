import type { ErrorObject } from "ajv";
import type { Schema } from "../wire-types.js";

type ValidationItem = Schema<"ValidationItem">;

/**
 * Turns a validator's errors into the list that a 422 carries.
 *
 * @param root What was validated: the first part of every `loc`.
 */
export function validationItems(errors: readonly ErrorObject[], root: "body" | "query"): ValidationItem[] {
  return relevantErrors(errors).map((error) => ({ loc: [root, ...placeOf(error)], ...wordsOf(error) }));
}

/**
 * Of a choice between forms, every form reports what it misses, and forbids the fields of the others. If a form
 * got as far as what is inside a field, that is the useful error; if none did, the choice itself is.
 */
function relevantErrors(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const choice = errors.find((error) => error.keyword === "oneOf");
  // An `if` only says that its `then` failed, which reports for itself.
  if (choice === undefined) return errors.filter((error) => error.keyword !== "if");
  const inFields = errors.filter(
    ({ instancePath, keyword }) =>
      instancePath.length > choice.instancePath.length && keyword !== "false schema",
  );
  return inFields.length > 0 ? inFields : [choice];
}

function placeOf(error: ErrorObject): (string | number)[] {
  const parts = error.instancePath
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"))
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
  const field = error.params.missingProperty ?? error.params.additionalProperty;
  return typeof field === "string" ? [...parts, field] : parts;
}

function wordsOf(error: ErrorObject): { msg: string; type: string } {
  const { keyword, params } = error;
  switch (keyword) {
    case "required":
      return { msg: "field required", type: "value_error.missing" };
    case "additionalProperties":
      return { msg: "extra fields not permitted", type: "value_error.extra" };
    case "oneOf":
      return { msg: "exactly one of the documented forms must be given", type: "value_error" };
    case "type":
      return { msg: `value is not a valid ${params.type}`, type: `type_error.${params.type}` };
    case "enum":
      return { msg: `value must be one of ${params.allowedValues.join(", ")}`, type: "type_error.enum" };
    case "minimum":
      return { msg: `ensure this value is at least ${params.limit}`, type: "value_error.number.not_ge" };
    case "maximum":
      return { msg: `ensure this value is at most ${params.limit}`, type: "value_error.number.not_le" };
    case "minLength":
      return {
        msg: `ensure this value has at least ${params.limit} characters`,
        type: "value_error.any_str.min_length",
      };
    case "minItems":
      return {
        msg: `ensure this list has at least ${params.limit} items`,
        type: "value_error.list.min_items",
      };
    default:
      return { msg: error.message ?? "invalid value", type: "value_error" };
  }
}
