/** Languages of the storefront. English has no prefix in the address; the others have theirs. */
export const locales = ['en', 'de', 'es', 'hi', 'ar'] as const;
export type Locale = (typeof locales)[number];

export const locale_default: Locale = 'en';

/** In their own words, as people look for them. */
export const localeNames: Record<Locale, string> = {
  en: 'English',
  de: 'Deutsch',
  es: 'Español',
  hi: 'हिन्दी',
  ar: 'العربية',
};

export const directionOf = (locale: Locale): 'ltr' | 'rtl' => (locale === 'ar' ? 'rtl' : 'ltr');

export const basenameOf = (locale: Locale): string => (locale === 'en' ? '/' : `/${locale}`);

export function isLocale(text: string | undefined): text is Locale {
  return (locales as readonly string[]).includes(text ?? '');
}

/** The language of an address and the rest of its path: `/de/p/x` is German, `/p/x`. */
export function splitPath(pathname: string): { locale: Locale; path: string } {
  const first = pathname.split('/')[1];
  if (!isLocale(first) || first === locale_default) return { locale: 'en', path: pathname };
  return { locale: first, path: pathname.slice(first.length + 1) || '/' };
}

/** The same page in another language. */
export function pathIn(locale: Locale, path: string): string {
  if (locale === locale_default) return path;
  return path === '/' ? `/${locale}` : `/${locale}${path}`;
}
