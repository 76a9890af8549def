import type { PickRequest } from "./orders/order.js";
import { NONE_SKIPPED } from "./select-reasons.js";
import type { SelectableBucket, SelectableChain, SelectablePool } from "./selectable.js";
import type { SelectionRequest } from "./selection-request.js";
import type { Link, Place, SkippedLink, SkipReason, Tags } from "./types.js";

const NOWHERE: Place = Object.freeze({});
const NO_TAGS: Tags = Object.freeze({});

/** One pass through the chain. */
interface Pass {
  /** −1 when no link gave a member. */
  readonly member: number;
  readonly linkIndex: number;
  readonly skipped: readonly SkippedLink[];
  /** Whether a free member was passed over because it was used before. */
  readonly isAnyExcluded: boolean;
}

/** The first link that has a free member not in `used`, whose turn it takes. */
export function tryLinks(
  pool: SelectablePool,
  { links, buckets }: SelectableChain,
  request: SelectionRequest,
  used: readonly number[],
): Pass {
  let skipped: SkippedLink[] | undefined;
  let isAnyExcluded = false;
  for (let index = 0; index < links.length; index++) {
    const link = links[index] as Link;
    const bucket = buckets[index];
    let reason: SkipReason = "no_number";
    if (bucket !== undefined) {
      reason = "all_at_limit";
      if (bucket.order.available > 0) {
        const excluded = used.length === 0 ? undefined : placesOf(used, pool, bucket);
        const place = bucket.order.take(pickRequest(pool, link, request, excluded));
        if (place >= 0)
          return {
            member: bucket.memberAt(place),
            linkIndex: index,
            skipped: skipped ?? NONE_SKIPPED,
            isAnyExcluded,
          };
        reason = "all_used_before";
        isAnyExcluded = true;
      }
    }
    skipped ??= [];
    skipped.push({ link: link.name, step: link.step, reason, size: bucket?.size ?? 0 });
  }
  return { member: -1, linkIndex: -1, skipped: skipped ?? NONE_SKIPPED, isAnyExcluded };
}

/** One object for all picks: a pick ends before the next begins. */
const PICK: { -readonly [Key in keyof PickRequest]: PickRequest[Key] } = {
  callee: "",
  tags: NO_TAGS,
  place: NOWHERE,
  link: { name: "", step: "any" },
  now: 0,
  draws: [],
  excluded: undefined,
};

function pickRequest(
  pool: SelectablePool,
  link: Link,
  { callee, tags, now, draws }: SelectionRequest,
  excluded: ReadonlySet<number> | undefined,
): PickRequest {
  PICK.callee = callee;
  PICK.tags = tags ?? NO_TAGS;
  PICK.place = pool.kind.name === "custom" ? pool.route.placeOf(callee) : NOWHERE;
  PICK.link = link;
  PICK.now = now;
  PICK.draws = draws;
  PICK.excluded = excluded;
  return PICK;
}

function placesOf(
  used: readonly number[],
  pool: SelectablePool,
  bucket: SelectableBucket,
): ReadonlySet<number> {
  const places = new Set<number>();
  for (const id of used) {
    const member = pool.memberOf(id);
    const place = member < 0 ? -1 : pool.placeIn(bucket, member);
    if (place >= 0) places.add(place);
  }
  return places;
}
