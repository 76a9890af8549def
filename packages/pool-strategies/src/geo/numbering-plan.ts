import type { Place } from "../types.js";
import { numberingPlans } from "./generated/numbering-plans.js";

/** A tree over the digits after the calling code: ten branches, or what is known at this point. */
type Tree = Outcome | readonly Tree[];

/** Where a number belongs, as far as its prefix tells: `null` is nowhere. */
type Outcome = { readonly country: string; readonly areaFrom: number; readonly areaLength: number } | null;

/** The numbering plan of one calling code outside North America. */
export interface NumberingPlan {
  /** The country, where only one has the calling code. */
  readonly country: string | undefined;
  readonly tree: Tree;
}

const CODE_OF_A = 97;
const CODE_BEFORE_CAPITAL_A = 64;

/** Reads the plan of a calling code such as `+44`; `undefined` when the table has none. */
export function readNumberingPlan(callingCode: string): NumberingPlan | undefined {
  const text = numberingPlans[callingCode.slice(1)];
  if (text === undefined) return undefined;
  const [legend = "", tree = "0"] = text.split(" ");
  const [main = "", ...others] = legend.split(",");
  const outcomes = new Map<string, Outcome>([["-", null]]);
  for (let length = 0; length < 10; length++) outcomes.set(`${length}`, outcomeOf(`${main}${length}`));
  others.forEach((other, index) => {
    outcomes.set(String.fromCharCode(CODE_OF_A + index), outcomeOf(other));
  });
  const isShared = others.some((other) => !other.startsWith(main));
  return { country: isShared ? undefined : main, tree: readTree(tree, outcomes) };
}

/** `GB2`: the area code is two digits long. `AR_3`: it is three, after one digit that is not part of it. */
function outcomeOf(text: string): Outcome {
  return { country: text.slice(0, 2), areaFrom: text.length - 3, areaLength: Number(text.at(-1)) };
}

function readTree(text: string, outcomes: ReadonlyMap<string, Outcome>): Tree {
  let at = 0;
  let leaf: Outcome = null;
  let repeats = 0;
  const next = (): Tree => {
    if (repeats > 0) {
      repeats--;
      return leaf;
    }
    const token = text.charAt(at++);
    if (token === "(") return Array.from({ length: 10 }, next);
    leaf = outcomes.get(token) ?? null;
    const repeat = text.charCodeAt(at) - CODE_BEFORE_CAPITAL_A;
    if (repeat >= 1 && repeat <= 26) {
      repeats = repeat;
      at++;
    }
    return leaf;
  };
  return next();
}

/**
 * Where a number of the plan belongs.
 *
 * @param digits What follows the calling code.
 * @returns `{}` for numbers that are nobody's local number.
 */
export function placeInPlan(plan: NumberingPlan, callingCode: string, digits: string): Place {
  let tree = plan.tree;
  for (let at = 0; isBranching(tree); at++) {
    const branch = tree[digits.charCodeAt(at) - 48];
    // Too short to tell, and so no complete number.
    if (branch === undefined) return { country: plan.country ?? callingCode, callingCode };
    tree = branch;
  }
  if (tree === null) return {};
  const { country, areaFrom, areaLength } = tree;
  const area = digits.slice(areaFrom, areaFrom + areaLength);
  // An area without a subscriber is no complete number either.
  if (areaLength === 0 || digits.length <= areaFrom + areaLength) return { country, callingCode };
  return { country, callingCode, areaCode: `${callingCode}${area}` };
}

function isBranching(tree: Tree): tree is readonly Tree[] {
  return Array.isArray(tree);
}
