/** Keeps the first `size` of what is offered, by key and then by row. */
export class Best {
  private readonly keys: Float64Array;
  private readonly ties: Float64Array;
  private readonly size: number;
  private n = 0;

  constructor(size: number) {
    this.size = size;
    this.keys = new Float64Array(size);
    this.ties = new Float64Array(size);
  }

  offer(key: number, tie: number): void {
    if (this.n < this.size) {
      this.n += 1;
      this.up(this.n - 1, key, tie);
    } else if (this.n > 0 && this.isBefore(key, tie, 0)) this.down(key, tie);
  }

  /** In order. */
  list(): { key: number; tie: number }[] {
    const all = Array.from({ length: this.n }, (_, at) => {
      return { key: this.keys[at] ?? 0, tie: this.ties[at] ?? 0 };
    });
    return all.sort((a, b) => a.key - b.key || a.tie - b.tie);
  }

  private isBefore(key: number, tie: number, at: number): boolean {
    const other = this.keys[at] ?? 0;
    return key < other || (key === other && tie < (this.ties[at] ?? 0));
  }

  private put(at: number, key: number, tie: number): void {
    this.keys[at] = key;
    this.ties[at] = tie;
  }

  private up(from: number, key: number, tie: number): void {
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (this.isBefore(key, tie, parent)) break;
      this.put(at, this.keys[parent] ?? 0, this.ties[parent] ?? 0);
      at = parent;
    }
    this.put(at, key, tie);
  }

  private down(key: number, tie: number): void {
    let at = 0;
    for (;;) {
      let child = at * 2 + 1;
      if (child >= this.n) break;
      const right = child + 1;
      if (right < this.n && this.isBefore(this.keys[child] ?? 0, this.ties[child] ?? 0, right)) {
        child = right;
      }
      if (!this.isBefore(key, tie, child)) break;
      this.put(at, this.keys[child] ?? 0, this.ties[child] ?? 0);
      at = child;
    }
    this.put(at, key, tie);
  }
}
