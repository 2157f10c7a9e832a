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

/** `code=value` texts, which know the number of their code. */
export class TokenDictionary extends Dictionary {
  readonly codes = new Dictionary();
  private readonly codeOf: number[] = [0];

  override number(text: string | null): number {
    const number = super.number(text);
    if (text !== null && number === this.codeOf.length) {
      this.codeOf.push(this.codes.number(text.slice(0, text.indexOf('='))));
    }
    return number;
  }

  /** The number of a token's code. */
  code(token: number): number {
    return this.codeOf[token] ?? 0;
  }
}
