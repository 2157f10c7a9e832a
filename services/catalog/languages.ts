/**
 * What things are called in other languages. Names stand beside the one that goes without a
 * language; where a language has none, that one is shown. Pure.
 */
import { Type } from 'typebox';

const localePattern = '[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}';
const locales_max = 40;
const values_max = 500;

/** A language as a query names it: `de`, `de-AT`. */
export const localeSchema = Type.String({
  pattern: `^${localePattern}$`,
  maxLength: 20,
  description: 'Language of the names of categories and attributes, such as de or de-AT.',
});

/** Names by locale. */
export const namesSchema = Type.Record(
  Type.String({ pattern: `^${localePattern}$` }),
  Type.String({ minLength: 1, maxLength: 200 }),
  { additionalProperties: false, maxProperties: locales_max },
);

/** Names of values: the value as products carry it, then by locale. */
export const valueNamesSchema = Type.Record(
  Type.String({ minLength: 1, maxLength: 200 }),
  namesSchema,
  { maxProperties: values_max },
);

export type NamesByLocale = Readonly<Record<string, string>>;
export type ValueNames = Readonly<Record<string, NamesByLocale>>;

interface Called {
  name: string;
  names: NamesByLocale;
}

/** `locale` is one that `knownLocale` gave; '' is the name that goes without a language. */
export function nameIn({ name, names }: Called, locale: string): string {
  return locale === '' ? name : (own(names, locale) ?? own(names, baseOf(locale)) ?? name);
}

/**
 * What a value is called, as a member of an answer: nothing where it is called what it is, so that
 * answers in the language of the values are no longer than without names.
 */
export function labelIn(valueNames: ValueNames, value: string, locale: string): { label?: string } {
  const label = called(valueNames, value, locale);
  return label === value ? {} : { label };
}

/** The same for several; nothing when none is called anything else. Positions match. */
export function labelsIn(
  valueNames: ValueNames,
  values: readonly string[],
  locale: string,
): { labels?: string[] } {
  const labels = values.map((value) => called(valueNames, value, locale));
  return labels.every((label, at) => label === values[at]) ? {} : { labels };
}

function called(valueNames: ValueNames, value: string, locale: string): string {
  if (locale === '') return value;
  const names = own(valueNames, value) ?? own(valueNames, value.toLowerCase());
  return names === undefined ? value : nameIn({ name: value, names }, locale);
}

/**
 * The locale that names are looked up by: the wanted one, or the language it belongs to, or ''
 * when nothing has a name in it. So there are never more kept answers than languages in use.
 */
export function knownLocale(known: ReadonlySet<string>, wanted: string | undefined): string {
  if (wanted === undefined) return '';
  if (known.has(wanted)) return wanted;
  const base = baseOf(wanted);
  return known.has(base) ? base : '';
}

/** Every locale that something has a name in. */
export function localesOf(
  things: Iterable<{ names: NamesByLocale; valueNames?: ValueNames }>,
): Set<string> {
  const found = new Set<string>();
  for (const { names, valueNames = {} } of things) {
    for (const one of [names, ...Object.values(valueNames)]) {
      for (const locale of Object.keys(one)) found.add(locale);
    }
  }
  return found;
}

/** Values are stored in lower case: sellers write them in any. */
export function loweredValues(valueNames: ValueNames): ValueNames {
  return Object.fromEntries(
    Object.entries(valueNames).map(([value, names]) => [value.toLowerCase(), names]),
  );
}

function baseOf(locale: string): string {
  return locale.split('-', 1)[0] ?? '';
}

/** Never what an object has from birth: values are what sellers typed. */
function own<T>(of: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(of, key) ? of[key] : undefined;
}
