import { InstantHeap } from "./instant-heap.js";
import type { PoolMembers } from "./pool-members.js";

/** A member that is free again within this time waits in a heap of its own, which minimum gaps keep small. */
const SOON_MS = 60_000;

/** When the parked members of a pool wake. An entry counts as long as its member is free at just that instant. */
export class WakeQueue {
  readonly #members: PoolMembers;
  readonly #soon = new InstantHeap();
  readonly #later = new InstantHeap();

  constructor(members: PoolMembers) {
    this.#members = members;
  }

  push(member: number, freeAt: number, now: number): void {
    if (freeAt === Number.POSITIVE_INFINITY) return;
    const heap = freeAt - now <= SOON_MS ? this.#soon : this.#later;
    heap.push(freeAt, member);
    // Entries of members that were parked anew in the meantime would pile up.
    if (heap.size > 2 * this.#members.size + 64)
      heap.retain((at, item) => this.#members.freeAtOf(item) === at);
  }

  /** Takes out the next member whose time has come; −1 when there is none. */
  pop(now: number): number {
    const member = this.#dueOf(this.#soon, now);
    return member < 0 ? this.#dueOf(this.#later, now) : member;
  }

  #dueOf(heap: InstantHeap, now: number): number {
    while (heap.firstAt <= now) {
      const at = heap.firstAt;
      const member = heap.first;
      heap.pop();
      if (this.#members.freeAtOf(member) === at) return member;
    }
    return -1;
  }
}
