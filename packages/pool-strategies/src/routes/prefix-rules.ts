import type { PoolNumber, PrefixRule } from "../types.js";
import { tagValues } from "./tags.js";

/** Prefix rules, ready to be looked up. */
export interface PrefixTable {
  /** The rule with the longest prefix of that number; absent when none fits. */
  readonly ruleFor: (callee: string) => PrefixRule | undefined;
  /** Every rule that a number fits: it is listed, or has one of the values of each tag. */
  rulesOf(number: PoolNumber): readonly PrefixRule[];
  /** Tells if any rule lists the number. All others are told apart by their tags alone. */
  isListed(number: PoolNumber): boolean;
  /** The tags that rules ask for. */
  readonly tagKeys: readonly string[];
}

/** @param rules No prefix twice. */
export function prefixTable(rules: readonly PrefixRule[]): PrefixTable {
  const byPrefix = new Map(rules.map((rule) => [rule.prefix, rule]));
  const lengths = [...new Set(rules.map(({ prefix }) => prefix.length))].sort((a, b) => b - a);
  const listed = new Set(rules.flatMap(({ numbers = [] }) => numbers));
  return {
    ruleFor: (callee) => {
      for (const length of lengths) {
        const rule = byPrefix.get(callee.slice(0, length));
        if (rule !== undefined) return rule;
      }
      return undefined;
    },
    rulesOf: (number) => rules.filter((rule) => fits(rule, number)),
    isListed: ({ number, slug }) => listed.has(number) || listed.has(slug),
    tagKeys: [...new Set(rules.flatMap(({ tags = {} }) => Object.keys(tags)))],
  };
}

function fits({ numbers = [], tags }: PrefixRule, number: PoolNumber): boolean {
  if (numbers.includes(number.number) || numbers.includes(number.slug)) return true;
  if (tags === undefined) return false;
  return Object.keys(tags).every((key) => {
    const own = tagValues(number.tags, key);
    return tagValues(tags, key).some((value) => own.includes(value));
  });
}
