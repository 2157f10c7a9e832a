/** Numbers for texts, given in order of appearance; 0 is no text. Texts are never forgotten. */
export class Dictionary {
  private readonly numbers = new Map<string, number>();
  private readonly texts: string[] = [''];

  /** The number of a text, given now when it is new. */
  number(text: string | null): number {
    if (text === null) return 0;
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    const next = this.texts.length;
    this.numbers.set(text, next);
    this.texts.push(text);
    return next;
  }

  /** The number of a text, undefined when it never came. */
  find(text: string): number | undefined {
    return this.numbers.get(text);
  }

  text(number: number): string {
    return this.texts[number] ?? '';
  }

  /** One more than the greatest number. */
  get size(): number {
    return this.texts.length;
  }
}

/** Different values of one code that facets count; a code with more is no choice for people. */
export const valuesCounted_max = 2_000;
/** Values beyond that have numbers from here on. */
export const wide_from = 2 ** 24;

/**
 * `code=value` texts, which know the number of their code. Codes with very many values (serial
 * numbers, exact widths) would make every count long, so that only their first values are numbered
 * densely; the others can be filtered by and are never counted.
 */
export class TokenDictionary {
  readonly codes = new Dictionary();
  private readonly numbers = new Map<string, number>();
  private readonly texts: string[] = [''];
  private readonly codeOf: number[] = [0];
  /** Values by number of the code. */
  private readonly values: number[] = [];
  private wide = 0;

  number(text: string): number {
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    const code = this.codes.number(text.slice(0, text.indexOf('=')));
    const values = (this.values[code] ?? 0) + 1;
    this.values[code] = values;
    let number = this.texts.length;
    if (values > valuesCounted_max) {
      number = wide_from + this.wide;
      this.wide += 1;
    } else {
      this.texts.push(text);
      this.codeOf.push(code);
    }
    this.numbers.set(text, number);
    return number;
  }

  find(text: string): number | undefined {
    return this.numbers.get(text);
  }

  /** The text of a token that is counted. */
  text(number: number): string {
    return this.texts[number] ?? '';
  }

  /** The number of a counted token's code. */
  code(token: number): number {
    return this.codeOf[token] ?? 0;
  }

  /** Whether a code has more values than are counted. */
  isWide(code: number): boolean {
    return (this.values[code] ?? 0) > valuesCounted_max;
  }

  /** One more than the greatest number of a counted token. */
  get counted(): number {
    return this.texts.length;
  }

  /** All texts that ever came. */
  get size(): number {
    return this.numbers.size;
  }
}
