/**
 * An address as it is typed: which fields a country has, in which order, and what is wrong with
 * them, in words that say how to mend it. The server takes any text; this is about parcels that
 * arrive.
 */
import { regionsOf } from './regions.ts';

export interface AddressFields {
  name: string;
  line1: string;
  line2: string;
  city: string;
  state: string;
  postalCode: string;
  country: string;
  phone: string;
}

export function emptyAddress(country = 'US', postalCode = ''): AddressFields {
  const none = { name: '', line1: '', line2: '', city: '', state: '', phone: '' };
  return { ...none, postalCode, country };
}

/** What the API takes and gives. */
export interface SentAddress {
  name: string;
  line1: string;
  line2?: string;
  city: string;
  state?: string;
  postalCode: string;
  country: string;
  phone?: string;
}

interface Country {
  postal?: RegExp;
  /** Shown beside what is wrong. */
  example?: string;
  postalFirst?: true;
  postalName?: 'zip' | 'pin' | 'eircode';
  /** How the choice of a region is called. */
  regionName?: 'state' | 'province' | 'emirate';
}

const five = { postal: /^\d{5}$/, postalFirst: true } as const;
const four = { postal: /^\d{4}$/, postalFirst: true } as const;

const countries: Readonly<Record<string, Country>> = {
  US: { postal: /^\d{5}(-\d{4})?$/, example: '10001', postalName: 'zip', regionName: 'state' },
  CA: { postal: /^[A-Z]\d[A-Z] \d[A-Z]\d$/, example: 'K1A 0B1', regionName: 'province' },
  IN: { postal: /^[1-9]\d{5}$/, example: '110001', postalName: 'pin', regionName: 'state' },
  AU: { postal: /^\d{4}$/, example: '2000', regionName: 'state' },
  AE: { regionName: 'emirate' },
  GB: { postal: /^[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}$/, example: 'SW1A 1AA' },
  IE: { postal: /^[A-Z]\d[\dW] [A-Z\d]{4}$/, example: 'D02 AF30', postalName: 'eircode' },
  DE: { ...five, example: '10115' },
  FR: { ...five, example: '75001' },
  ES: { ...five, example: '28001' },
  IT: { ...five, example: '00118' },
  MX: { ...five, example: '06000' },
  SA: { ...five, example: '11564' },
  EG: { ...five, example: '11511' },
  AT: { ...four, example: '1010' },
  CH: { ...four, example: '8001' },
  BE: { ...four, example: '1000' },
  DK: { ...four, example: '1050' },
  NZ: { postal: /^\d{4}$/, example: '6011' },
  NL: { postal: /^\d{4} [A-Z]{2}$/, example: '1012 AB', postalFirst: true },
  PL: { postal: /^\d{2}-\d{3}$/, example: '00-001', postalFirst: true },
  SE: { postal: /^\d{3} \d{2}$/, example: '111 22', postalFirst: true },
  SG: { postal: /^\d{6}$/, example: '018956' },
  JP: { postal: /^\d{3}-\d{4}$/, example: '100-0001' },
};

export interface Shape {
  hasPostal: boolean;
  postalFirst: boolean;
  postalName: 'zip' | 'pin' | 'eircode' | 'code';
  /** Null: the address has no region. */
  regionName: 'state' | 'province' | 'emirate' | null;
}

/** Which fields an address there has. */
export function shapeOf(country: string): Shape {
  const rules = countries[country];
  return {
    hasPostal: rules === undefined || rules.postal !== undefined,
    postalFirst: rules?.postalFirst ?? false,
    postalName: rules?.postalName ?? 'code',
    regionName: rules?.regionName ?? null,
  };
}

/** As it is written there: capitals, and the gap where one belongs. */
export function tidyPostal(country: string, text: string): string {
  const plain = text.trim().toUpperCase().replace(/\s+/g, ' ');
  const tight = plain.replace(/[ -]/g, '');
  const split = (at: number, mark: string) =>
    tight.length > at ? `${tight.slice(0, at)}${mark}${tight.slice(at)}` : tight;
  if (country === 'CA' || country === 'IE' || country === 'SE') return split(3, ' ');
  if (country === 'GB') return split(Math.max(1, tight.length - 3), ' ');
  if (country === 'NL') return split(4, ' ');
  if (country === 'PL') return split(2, '-');
  if (country === 'JP') return split(3, '-');
  if (country === 'US') return tight.length > 5 ? split(5, '-') : tight;
  return countries[country] === undefined ? plain : tight;
}

/** A code as the country writes it, with nothing missing; where no rule is known, none is whole. */
export function isWholePostal(country: string, code: string): boolean {
  return countries[country]?.postal?.test(code) ?? false;
}

export interface AddressProblem {
  kind: 'empty' | 'shape' | 'long' | 'choose' | 'phone';
  example?: string;
}

export type AddressProblems = Partial<Record<keyof AddressFields, AddressProblem>>;

/** As much as the address book takes. */
export const chars_max: Readonly<Record<keyof AddressFields, number>> = {
  name: 200,
  line1: 200,
  line2: 200,
  city: 100,
  state: 100,
  postalCode: 20,
  country: 2,
  phone: 30,
};

/** What is to be mended; empty for an address that can be sent. */
export function problemsIn(typed: AddressFields): AddressProblems {
  const problems: AddressProblems = {};
  const { hasPostal } = shapeOf(typed.country);
  for (const name of ['name', 'line1', 'city'] as const) {
    if (typed[name].trim() === '') problems[name] = { kind: 'empty' };
  }
  for (const [name, most] of Object.entries(chars_max) as [keyof AddressFields, number][]) {
    if (typed[name].trim().length > most) problems[name] = { kind: 'long' };
  }
  const rules = countries[typed.country];
  const postal = tidyPostal(typed.country, typed.postalCode);
  const example = rules?.example === undefined ? {} : { example: rules.example };
  if (hasPostal && postal === '') problems.postalCode = { kind: 'empty', ...example };
  else if (rules?.postal !== undefined && !rules.postal.test(postal)) {
    problems.postalCode = { kind: 'shape', ...example };
  }
  const regions = regionsOf(typed.country);
  if (regions.length > 0 && !regions.some(({ code }) => code === typed.state)) {
    problems.state = { kind: 'choose' };
  }
  if (typed.phone.trim() !== '' && !/^[+\d][\d ()./-]{3,28}$/.test(typed.phone.trim())) {
    problems.phone = { kind: 'phone' };
  }
  return problems;
}

/** Places without postal codes get this one, since the books have a field for it. */
export const noPostal = '00000';

/** What is sent: trimmed, and without what was left empty. */
export function sentAddress(typed: AddressFields): SentAddress {
  const { country } = typed;
  const { hasPostal, regionName } = shapeOf(country);
  const [line2, phone, state] = [typed.line2.trim(), typed.phone.trim(), typed.state.trim()];
  return {
    name: typed.name.trim(),
    line1: typed.line1.trim(),
    city: typed.city.trim(),
    postalCode: hasPostal ? tidyPostal(country, typed.postalCode) : noPostal,
    country,
    ...(line2 === '' ? {} : { line2 }),
    ...(phone === '' ? {} : { phone }),
    ...(state === '' || regionName === null ? {} : { state }),
  };
}

/** An address of the book, or of a checkout, back in the fields. */
export function typedAddress(sent: SentAddress): AddressFields {
  const { name, line1, line2 = '', city, state = '', country, phone = '' } = sent;
  const postalCode = shapeOf(country).hasPostal ? sent.postalCode : '';
  return { name, line1, line2, city, state, postalCode, country, phone };
}

/** One line, in the order of the country: for lists and for the summary of a step. */
export function addressLines(sent: SentAddress): string[] {
  const { postalFirst, hasPostal } = shapeOf(sent.country);
  const { name, line1, line2, city, state, postalCode } = sent;
  const code = hasPostal ? postalCode : '';
  const parts = postalFirst ? [code, city] : [city, state, code];
  const place = parts.filter((part) => part !== undefined && part !== '').join(' ');
  return [name, [line1, line2].filter(Boolean).join(', '), place];
}
