/** Says compiled messages (web/build-messages.ts): the waiting room has no room for a library. */
type Token = string | [name: string, kind?: string, options?: Readonly<Record<string, unknown>>];
export type Words = Readonly<Record<string, unknown>>;
export type Values = Readonly<Record<string, string | number>>;
export type Say = (id: string, values?: Values) => string;

export function sayIn(locale: string, words: Words): Say {
  const plurals = new Intl.PluralRules(locale);
  const number = new Intl.NumberFormat(locale);
  const say = (message: unknown, values: Values, count: number): string => {
    if (!Array.isArray(message)) return String(message ?? '');
    return (message as Token[])
      .map((token) => {
        if (token === '#') return number.format(count);
        if (typeof token === 'string') return token;
        const [name, , options] = token;
        const value = values[name] ?? '';
        if (options === undefined) {
          return typeof value === 'number' ? number.format(value) : value;
        }
        const n = Number(value);
        const form = options[String(n)] ?? options[plurals.select(n)] ?? options['other'];
        return say(form, values, n);
      })
      .join('');
  };
  return (id, values = {}) => say(words[id] ?? id, values, 0);
}
