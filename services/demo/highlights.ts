/** What matters most of a demo product, in each language of the shop: its first facts, in words. */
import { attributeNames } from './names-attributes.ts';
import { valueNames } from './names-values.ts';

const facts_max = 3;

/** How many colours there are to choose from. */
const inColors: Readonly<Record<string, (count: number) => string>> = {
  en: (count) => `In ${count} colours`,
  de: (count) => `In ${count} Farben`,
  es: (count) => `En ${count} colores`,
  hi: (count) => `${count} रंगों में`,
  ar: (count) => (count === 2 ? 'بلونين' : `بـ ${count} ألوان`),
};

/** Facts by language; those that nobody has named are left out. */
export function highlightsOf(
  attributes: Readonly<Record<string, string>>,
  colors: number,
): Record<string, string[]> {
  const named = Object.entries(attributes).flatMap(([code, value]) => {
    const called = attributeNames(code);
    return called === null ? [] : [{ ...called, value, values: valueNames(value) ?? {} }];
  });
  const shown = named.slice(0, facts_max);
  if (shown.length === 0 && colors < 2) return {};
  return Object.fromEntries(
    Object.entries(inColors).map(([locale, many]) => {
      const facts = shown.map(({ name, names, value, values }) => {
        const label = locale === 'en' ? name : (names[locale] ?? name);
        return `${label}: ${locale === 'en' ? value : (values[locale] ?? value)}`;
      });
      return [locale, colors < 2 ? facts : [...facts, many(colors)]];
    }),
  );
}
