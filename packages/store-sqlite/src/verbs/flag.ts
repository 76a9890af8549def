import type { Flag } from "@dialpool/pool-strategies";
import { checkFlag } from "@dialpool/pool-strategies/store-kit";
import type { Books } from "../engine/books.js";
import type { Changes } from "./changes.js";
import { poolsOf } from "./record.js";

/** Puts a number into quarantine, or lifts it. Answers whether the number is known. */
export function flag(books: Books, changes: Changes, { slug, until, now }: Flag): boolean {
  checkFlag({ slug, until, now });
  const { connection, numbers } = books;
  return connection.transaction(() => {
    changes.advance(now);
    const number = numbers.find(slug);
    if (number < 0 || !changes.isKnown(number, poolsOf(books, slug))) return false;
    if (until === "lift") numbers.setBlocks(number, []);
    numbers.setQuarantinedUntil(number, until === "lift" ? 0 : (until ?? Number.POSITIVE_INFINITY));
    changes.changed(number);
    return true;
  });
}
