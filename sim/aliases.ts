/** Gives ids and order numbers of a log short names by their first appearance. */
export class Aliases {
  readonly #known = new Map<string, string>();

  of(line: string): string {
    return line.replaceAll(/\b([a-z]{2,8})_[0-9a-f]{32}\b/g, (id, prefix: string) => {
      const known = this.#known.get(id);
      if (known !== undefined) return known;
      const made = `${prefix}${this.#known.size + 1}`;
      this.#known.set(id, made);
      return made;
    });
  }
}
