/**
 * Stripe's own card fields, as https://docs.stripe.com/js documents them: each is a frame of
 * Stripe's, so a card number is typed there and never comes to this page. What comes back is the
 * name of a payment method, which is all that is sent on.
 */
import type { CardFields, CardProblem, CardProblems } from './card.ts';
import type { SentAddress } from './address.ts';

export type Part = keyof CardFields;

interface Change {
  empty: boolean;
  complete: boolean;
  error?: { code: string } | undefined;
}

interface Element {
  mount(place: HTMLElement): void;
  destroy(): void;
  focus(): void;
  update(options: object): void;
  on(event: 'change', heard: (change: Change) => void): void;
  on(event: 'ready' | 'loaderror', heard: () => void): void;
}

interface Stripe {
  elements(): { create(kind: string, options: object): Element };
  createPaymentMethod(of: object): Promise<{
    paymentMethod?: { id: string };
    error?: { code?: string };
  }>;
}

type MakeStripe = (publicKey: string, options: { locale: string }) => Stripe;

/** More than this and the fields count as away. */
export const patience_ms = 15_000;

const kinds: Readonly<Record<Part, string>> = {
  number: 'cardNumber',
  expiry: 'cardExpiry',
  code: 'cardCvc',
};
export const parts: readonly Part[] = ['number', 'expiry', 'code'];

/** Stripe's codes of what is wrong with a field. https://docs.stripe.com/error-codes */
const problems: Readonly<Record<string, readonly [Part, CardProblem]>> = {
  incomplete_number: ['number', 'number-short'],
  invalid_number: ['number', 'number-wrong'],
  incorrect_number: ['number', 'number-wrong'],
  incomplete_expiry: ['expiry', 'expiry-wrong'],
  invalid_expiry_month: ['expiry', 'expiry-wrong'],
  invalid_expiry_year: ['expiry', 'expiry-wrong'],
  invalid_expiry_month_past: ['expiry', 'expiry-past'],
  invalid_expiry_year_past: ['expiry', 'expiry-past'],
  expired_card: ['expiry', 'expiry-past'],
  incomplete_cvc: ['code', 'code-short'],
  invalid_cvc: ['code', 'code-short'],
  incorrect_cvc: ['code', 'code-short'],
};

export function problemOf(code: string | undefined): CardProblems | null {
  const found = code === undefined ? undefined : problems[code];
  return found === undefined ? null : { [found[0]]: found[1] };
}

/** What is to be mended before Stripe is asked, by what each field last said of itself. */
export function problemsIn(said: Readonly<Partial<Record<Part, Change>>>): CardProblems {
  const unfinished = {
    number: 'number-short',
    expiry: 'expiry-wrong',
    code: 'code-short',
  } as const;
  const found: CardProblems = {};
  for (const part of parts) {
    const change = said[part];
    if (change === undefined || change.empty) found[part] = `${part}-empty`;
    else if (change.error) Object.assign(found, problemOf(change.error.code) ?? {});
    else if (!change.complete) found[part] = unfinished[part];
  }
  return found;
}

/** In time or not at all. */
function within<T>(work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('no answer in time')), patience_ms);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

const loading = new Map<string, Promise<MakeStripe>>();

/** Their script, once for each page; what failed is tried anew. */
function load(script: string): Promise<MakeStripe> {
  const known = loading.get(script);
  if (known) return known;
  const tag = document.createElement('script');
  const come = new Promise<MakeStripe>((resolve, reject) => {
    tag.addEventListener('load', () => {
      const { Stripe: make } = globalThis as { Stripe?: MakeStripe };
      if (make) resolve(make);
      else reject(new Error('a script without Stripe'));
    });
    tag.addEventListener('error', () => reject(new Error('the script did not come')));
    tag.src = script;
    document.head.append(tag);
  });
  const made = within(come).catch((error: unknown) => {
    loading.delete(script);
    tag.remove();
    throw error;
  });
  loading.set(script, made);
  return made;
}

/** The page's own letters and colours: frames inherit none. */
export function looks(of: HTMLElement): object {
  const { color, fontSize, fontFamily } = getComputedStyle(of);
  const probe = document.createElement('span');
  probe.className = 'text-muted';
  of.append(probe);
  const { color: faint } = getComputedStyle(probe);
  probe.remove();
  return { base: { color, fontSize, fontFamily, '::placeholder': { color: faint } } };
}

/** Those that Stripe's fields speak, of ours. */
const spoken: ReadonlySet<string> = new Set(['en', 'de', 'es', 'ar']);

export interface CardDesk {
  focus(part: Part): void;
  restyle(): void;
  /** The name to pay with, or what is to be mended; null: Stripe gave no answer. */
  token(billing: SentAddress | null): Promise<{ token: string; found: CardProblems } | null>;
  close(): void;
}

export interface CardDeskOptions {
  fields: { publicKey: string; script: string };
  locale: string;
  places: Readonly<Record<Part, HTMLElement>>;
  onEdit(): void;
}

/** Puts the fields into their places; ready when it resolves. */
export async function openCardDesk(options: CardDeskOptions): Promise<CardDesk> {
  const { fields, locale, places, onEdit } = options;
  const make = await load(fields.script);
  const stripe = make(fields.publicKey, { locale: spoken.has(locale) ? locale : 'en' });
  const maker = stripe.elements();
  const said: Partial<Record<Part, Change>> = {};
  const all = parts.map((part) => {
    const element = maker.create(kinds[part], { style: looks(places[part]) });
    element.on('change', (change) => {
      said[part] = change;
      onEdit();
    });
    const ready = new Promise<void>((resolve, reject) => {
      element.on('ready', resolve);
      element.on('loaderror', () => reject(new Error('a field did not come')));
    });
    element.mount(places[part]);
    return { part, element, ready };
  });
  const close = () => all.forEach(({ element }) => element.destroy());
  try {
    await within(Promise.all(all.map(({ ready }) => ready)));
  } catch (error) {
    close();
    throw error;
  }
  const numbered = all.find(({ part }) => part === 'number')?.element;
  return {
    close,
    focus: (of) => all.find(({ part }) => part === of)?.element.focus(),
    restyle: () =>
      all.forEach(({ part, element }) => element.update({ style: looks(places[part]) })),
    token: async (billing) => {
      const found = problemsIn(said);
      if (Object.keys(found).length > 0) return { token: '', found };
      const details = billing === null ? {} : { billing_details: detailsOf(billing) };
      const of = { type: 'card', card: numbered, ...details };
      // A card that was only named charges nothing, so no answer is no harm.
      const answer = await within(stripe.createPaymentMethod(of)).catch(() => null);
      const token = answer?.paymentMethod?.id;
      if (token !== undefined) return { token, found: {} };
      const wrong = problemOf(answer?.error?.code);
      return wrong === null ? null : { token: '', found: wrong };
    },
  };
}

/** As Stripe names the parts of an address. */
function detailsOf({ name, line1, line2, city, state, postalCode, country }: SentAddress) {
  const address = { line1, line2, city, state, postal_code: postalCode, country };
  return { name, address };
}
