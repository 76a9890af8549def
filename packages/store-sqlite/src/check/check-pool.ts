import type { PoolNumber } from "@dialpool/pool-strategies";
import { isPoolStoreError } from "@dialpool/pool-strategies/store-kit";
import type { Books } from "../engine/books.js";
import { keyCountOf } from "../orders/first-keys.js";
import type { PoolShelf } from "../pools/pool-shelf.js";
import type { StoredPool } from "../pools/stored-pool.js";
import { nameOf } from "../texts.js";
import { checkBuckets } from "./check-buckets.js";
import { checkParking } from "./check-parking.js";
import { checkSeats } from "./check-seats.js";
import type { Findings } from "./check-state.js";

/** Every member is parked exactly as its limits say, and in the order of its buckets with the right keys. */
export function checkPool(books: Books, shelf: PoolShelf, key: number, findings: Findings): void {
  const { connection } = books;
  const poolId = nameOf(
    connection.prepare("SELECT pool_id FROM pool WHERE pool = ?").get(key)?.[0] as string,
  );
  let pool: StoredPool;
  try {
    pool = shelf.read(key);
  } catch (error) {
    if (isPoolStoreError(error)) throw error;
    findings.add("index", `The pool "${poolId}" cannot be read: ${(error as Error).message}`);
    return;
  }
  if (!checkMembers(books, pool, findings)) return;
  try {
    pool.advance();
    books.buckets.save();
    books.states.save();
    books.numbers.save();
    const free = checkParking(books, pool, findings);
    checkSeats(books, pool, findings);
    checkBuckets(books, pool, free, findings);
  } catch (error) {
    if (!isPoolStoreError(error, "store_corrupt")) throw error;
    findings.add(
      "parked",
      `The limits of the pool "${poolId}" cannot be judged: what is kept of its numbers or buckets cannot be read.`,
    );
  }
  books.numbers.forgetRead();
}

/** Whether there is a row for each member, about the number that it is, and the number knows of it. */
function checkMembers({ connection, numbers }: Books, pool: StoredPool, findings: Findings): boolean {
  const rows = connection
    .prepare(
      `SELECT member, pool_number.number, slug FROM pool_number LEFT JOIN number ON number.number = pool_number.number
        WHERE pool = ? ORDER BY member`,
    )
    .all(pool.key) as readonly (readonly [number, number, string | null])[];
  const isSound =
    rows.length === pool.size &&
    rows.every(([member, , slug], index) => {
      const { slug: expected } = pool.numbers[index] as PoolNumber;
      return member === index && slug !== null && nameOf(slug) === expected;
    });
  if (!isSound) {
    findings.add("index", `The members of the pool "${pool.poolId}" do not match its numbers.`);
    return false;
  }
  const lost = rows.find(([member, number]) => !isPlaced(pool, numbers, number, member));
  if (lost !== undefined)
    findings.add(
      "index",
      `The number "${nameOf(lost[2] as string)}" does not know where it stands in the pool "${pool.poolId}".`,
    );
  return lost === undefined;
}

function isPlaced(pool: StoredPool, numbers: Books["numbers"], number: number, member: number): boolean {
  try {
    const places = numbers.at(number).memberships.filter((membership) => membership.pool === pool.key);
    const [place] = places;
    if (places.length !== 1 || place?.member !== member) return false;
    return place.keys.length === keyCountOf(pool.definition, member) && place.keys.every(Number.isFinite);
  } catch (error) {
    if (!isPoolStoreError(error, "store_corrupt")) throw error;
    return false;
  }
}
