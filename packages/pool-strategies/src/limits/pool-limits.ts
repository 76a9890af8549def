import type { PoolMembers } from "../pool-members.js";
import type { Policy, PoolNumber } from "../types.js";
import { freeAtOf, type LimitContext, type OnLimit } from "./free-at.js";
import { type MemberLimits, memberLimitsOf } from "./member-limits.js";

/** From when a member is free of all its limits: 0 for now, `Infinity` for never. */
export type MemberFreeAt = (member: number, now: number, onLimit?: OnLimit) => number;

/** Judges a pool's members by their limits: of the `different` ones, each member has the index. */
export function memberFreeAt(
  numbers: readonly PoolNumber[],
  different: readonly MemberLimits[],
  members: PoolMembers,
  context: LimitContext,
): MemberFreeAt {
  // `NaN` where a number needs no warm-up; absent when none does.
  const activeSince = numbers.some((number) => number.activeSince !== undefined)
    ? Float64Array.from(numbers, (number) => number.activeSince ?? Number.NaN)
    : undefined;
  return (member, now, onLimit) =>
    freeAtOf(
      context,
      members.idOf(member),
      different[members.limitsOf(member)] as MemberLimits,
      activeSince === undefined ? Number.NaN : (activeSince[member] as number),
      now,
      onLimit,
    );
}

/** Numbers with the same limits of their own share them. */
export function internLimits(
  numbers: readonly PoolNumber[],
  policy: Policy,
): { readonly different: readonly MemberLimits[]; readonly index: Int32Array } {
  const indexOf = new Map<string, number>();
  const different: MemberLimits[] = [];
  const index = Int32Array.from(numbers, ({ limits }) => {
    const key = limits === undefined ? "" : JSON.stringify(limits);
    const known = indexOf.get(key);
    if (known !== undefined) return known;
    indexOf.set(key, different.length);
    return different.push(memberLimitsOf(limits, policy.limits)) - 1;
  });
  return { different, index };
}
