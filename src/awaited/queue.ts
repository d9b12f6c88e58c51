/**
 * A queue that members can leave from anywhere, in constant time. Nearly always it has one member
 * or none, for which it needs no more memory than itself: an idle connection is little else.
 */
export class Queue<T extends object> {
  #first: T | null = null;
  #others: Set<T> | null = null;
  /** Where we are in the others: who asks them from their beginning comes by all that left. */
  #order: Iterator<T, unknown> | null = null;

  /** Who came first of those that are there. */
  get first(): T | null {
    return this.#first;
  }

  /** How many there are. */
  get size(): number {
    return this.#first === null ? 0 : 1 + (this.#others?.size ?? 0);
  }

  /** Lets one in who is not there yet, behind all that are. */
  add(member: T): void {
    if (this.#first === null) this.#first = member;
    else (this.#others ??= new Set()).add(member);
  }

  /** Lets one out; false if it was not there. */
  delete(member: T): boolean {
    if (this.#first !== member) return this.#others?.delete(member) ?? false;
    this.#first = null;
    if (this.#others === null) return true;
    this.#order ??= this.#others.values();
    const next = this.#order.next();
    if (next.done) {
      this.#order = null;
    } else {
      this.#first = next.value;
      this.#others.delete(next.value);
    }
    return true;
  }
}
