import { PolicyError } from "../errors.js";
import type { CustomRoute, Extensions } from "../extensions.js";
import { registered } from "../registered.js";
import type { Geography, LinkStep, Place, PoolNumber, PrefixRule, RouteRules, Tags } from "../types.js";
import { MAX_BUCKETS } from "./bounds.js";
import { isGeographic, segmentsOfCallee, segmentsOfNumber } from "./local-presence.js";
import { segmentText } from "./names.js";
import { prefixTable } from "./prefix-rules.js";
import { tagSignature } from "./tags.js";

/** The end of a link's name without its tier, and the step it belongs to. */
export interface Segment {
  readonly step: LinkStep;
  readonly text: string;
}

/** What a route looks at besides the policy's tags and tiers. Pure. */
export interface Ladder {
  /** `false` when places make no difference. */
  readonly needsPlace: boolean;
  ofNumber(number: PoolNumber, place: Place): readonly string[];
  ofCallee(callee: string, tags: Tags, place: Place): readonly Segment[];
  /** Equal texts and equal places mean equal answers of `ofNumber`. */
  numberKey(number: PoolNumber): string;
  /** The prefix rule of a callee: equal rules, places and tags mean equal answers of `ofCallee`. Absent: nothing may be concluded. */
  ruleFor?(callee: string): PrefixRule | undefined;
}

/**
 * The ladder of a policy: its registered route, or else its prefix rules and local presence.
 *
 * @throws PolicyError when a step needs a geography, or the route is not registered.
 */
export function ladderOf(
  rules: RouteRules,
  geography: Geography | undefined,
  extensions: Extensions | undefined,
): Ladder {
  const { custom } = rules;
  if (custom !== undefined)
    return customLadder(custom, registered(extensions?.routes, custom, "route.custom"));
  return plainLadder(rules, geography);
}

function plainLadder({ rules, localPresence: steps }: RouteRules, geography: Geography | undefined): Ladder {
  const geographic = steps.findIndex(isGeographic);
  if (geographic >= 0 && geography === undefined) {
    const message = `The step "${steps[geographic]}" needs to know where numbers belong. Pass \`geography\` from "@dialpool/pool-strategies/geo".`;
    throw new PolicyError([{ path: `route.localPresence.${geographic}`, message }]);
  }
  const table = prefixTable(rules);
  return {
    needsPlace: geographic >= 0,
    ofNumber: (number, place) => [
      ...table.rulesOf(number).map(({ prefix }) => ruleSegment(prefix)),
      ...steps.flatMap((step) => segmentsOfNumber(step, place)),
    ],
    ofCallee: (callee, _, place) => {
      const rule = table.ruleFor(callee);
      const wider = steps.flatMap((step) =>
        segmentsOfCallee(step, place, geography).map((text): Segment => ({ step, text })),
      );
      if (rule === undefined) return wider;
      const own: Segment = { step: "rule", text: ruleSegment(rule.prefix) };
      return rule.otherwise === "refuse" ? [own] : [own, ...wider];
    },
    numberKey: (number) =>
      (table.isListed(number) ? slugKey(number) : "") + tagSignature(table.tagKeys, number.tags),
    ruleFor: table.ruleFor,
  };
}

function customLadder(name: string, route: CustomRoute): Ladder {
  const bounded = (names: readonly string[]) => {
    if (names.length <= MAX_BUCKETS) return names.map(segmentText);
    const message = `The route "${name}" answered ${names.length} names of buckets; ${MAX_BUCKETS} are the most.`;
    throw new PolicyError([{ path: "route.custom", message }]);
  };
  return {
    needsPlace: true,
    ofNumber: (number, place) => bounded(route.bucketsOf(number, place)),
    ofCallee: (callee, tags, place) =>
      bounded(route.chainOf({ callee, tags, place })).map((text) => ({ step: "custom", text })),
    numberKey: slugKey,
  };
}

function ruleSegment(prefix: string): string {
  return `rule:${segmentText(prefix)}`;
}

/** Its length comes first, so that nothing that follows can be taken for a part of the slug. */
function slugKey({ slug }: PoolNumber): string {
  return `${slug.length}:${slug}`;
}
