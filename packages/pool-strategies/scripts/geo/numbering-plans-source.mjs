import { createRequire } from "node:module";
import metadata from "libphonenumber-js/metadata.max.json";
import { NOWHERE, NumberingPlan } from "./numbering-plan.mjs";

const { version } = createRequire(import.meta.url)("libphonenumber-js/package.json");

/** Digits after the calling code that are looked at; none of the plans needs more to tell a country. */
const MAX_DEPTH = 8;

/** Writes the numbering plans of all calling codes but +1, as trees over the digits after the calling code. */
export function numberingPlansSource() {
  const plans = Object.entries(metadata.country_calling_codes)
    .filter(([code]) => code !== "1")
    .map(([code, countries]) => `  "${code}": "${planText(new NumberingPlan(countries), countries[0])}",`);
  return `// Made by scripts/generate-geo.mjs from the metadata of libphonenumber-js ${version}. Do not edit.
/*!
 * Numbering plans: derived from the metadata of libphonenumber-js (MIT), a port of Google's
 * libphonenumber (Apache-2.0, https://github.com/google/libphonenumber).
 */

/**
 * Numbering plans by calling code: the main country, then other outcomes,
 * joined with commas; a space; a tree over the digits after the calling code.
 *
 * In the tree \`(\` is followed by ten branches, one for each next digit. A leaf is
 * a digit, the length of the area code (0: none) in the main country; or \`${NOWHERE}\`
 * for numbers that belong nowhere; or a letter, \`a\` being the first of the other
 * outcomes: a country, \`_\` for each digit before the area code, its length. A
 * capital letter repeats the leaf before it: \`A\` once, \`B\` twice and so on.
 */
export const numberingPlans: Readonly<Record<string, string>> = {
${plans.join("\n")}
};
`;
}

function planText(plan, mainCountry) {
  const others = [];
  const leafOf = (verdict) => {
    if (verdict === NOWHERE) return NOWHERE;
    if (/^[A-Z]{2}\d$/.test(verdict) && verdict.startsWith(mainCountry)) return verdict.slice(2);
    if (!others.includes(verdict)) others.push(verdict);
    return String.fromCharCode("a".charCodeAt(0) + others.indexOf(verdict));
  };
  const tree = treeText(verdictsByPrefix(plan), 0, leafOf) ?? "0";
  const shortened = tree.replace(
    /([0-9a-z-])\1{2,26}/g,
    (run, leaf) => leaf + String.fromCharCode(64 + run.length - 1),
  );
  return `${[mainCountry, ...others].join()}${shortened === "0" ? "" : ` ${shortened}`}`;
}

/**
 * How many complete numbers of each verdict there are below every prefix.
 * Prefixes after which the same may follow share a node.
 */
function verdictsByPrefix(plan) {
  const nodes = new Map();
  const nodeOf = (state) => {
    const key = state.join();
    const known = nodes.get(key);
    if (known !== undefined) return known;
    const node = { counts: new Map(), branches: [] };
    nodes.set(key, node);
    const verdict = plan.verdict(state);
    if (verdict !== undefined) node.counts.set(verdict, 1);
    for (let digit = 0; digit < 10 && plan.isAlive(state); digit++) {
      const branch = nodeOf(plan.step(state, digit));
      node.branches.push(branch);
      for (const [each, count] of branch.counts) node.counts.set(each, (node.counts.get(each) ?? 0) + count);
    }
    return node;
  };
  return nodeOf(plan.start);
}

/**
 * The tree below a prefix: a leaf where all its numbers agree, or where no more
 * digits are looked at (then the prevailing verdict). Prefixes without any number
 * go with their neighbours where those agree, and else have the country alone.
 *
 * @returns {string | undefined} `undefined` for a prefix without any number.
 */
function treeText(node, depth, leafOf) {
  if (node.counts.size === 0) return undefined;
  if (node.counts.size === 1 || depth === MAX_DEPTH) return leafOf(prevailing(node.counts));
  const branches = node.branches.map((branch) => treeText(branch, depth + 1, leafOf));
  const distinct = new Set(branches.filter((branch) => branch !== undefined));
  const [only = ""] = distinct;
  if (distinct.size === 1 && only.length === 1) return only;
  return `(${branches.map((branch) => branch ?? "0").join("")}`;
}

/**
 * The verdict of most numbers with a prefix. Where short and long numbers begin
 * alike and are split differently, the shorter area code is true of both.
 */
function prevailing(counts) {
  const [[most]] = [...counts].sort(([, a], [, b]) => b - a);
  if (most === NOWHERE || most.endsWith("0")) return most;
  const alike = [...counts.keys()].filter((verdict) => verdict.slice(0, -1) === most.slice(0, -1));
  return alike.filter((verdict) => !verdict.endsWith("0")).sort()[0];
}
