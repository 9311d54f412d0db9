/** What comes next in virtual time: a binary heap by time, and by the order of asking among what comes at one time. */
export interface Due {
  at: number;
  order: number;
}

export class Queue<T extends Due> {
  private readonly heap: T[] = [];

  add(item: T): void {
    const { heap } = this;
    let place = heap.push(item) - 1;
    while (place > 0) {
      const above = (place - 1) >> 1;
      if (!this.before(place, above)) return;
      this.swap(place, above);
      place = above;
    }
  }

  /** Takes the first out. */
  next(): T | undefined {
    const { heap } = this;
    const first = heap[0];
    const last = heap.pop();
    if (heap.length > 0) {
      heap[0] = last as T;
      this.sink();
    }
    return first;
  }

  private sink(): void {
    let place = 0;
    for (;;) {
      const [left, right] = [place * 2 + 1, place * 2 + 2];
      let least = place;
      if (left < this.heap.length && this.before(left, least)) least = left;
      if (right < this.heap.length && this.before(right, least)) least = right;
      if (least === place) return;
      this.swap(place, least);
      place = least;
    }
  }

  private before(one: number, other: number): boolean {
    const [a, b] = [this.heap[one] as T, this.heap[other] as T];
    return a.at < b.at || (a.at === b.at && a.order < b.order);
  }

  private swap(one: number, other: number): void {
    const { heap } = this;
    [heap[one], heap[other]] = [heap[other] as T, heap[one] as T];
  }
}
