/** A price list, its prices and members as they are typed, and as the API takes them; pure. */
import type { BodyOf, ReplyOf } from '../../../client/request.ts';
import { localText, momentIn } from '../admin-pricing/terms.ts';

export type List = ReplyOf<'GET /admin/price-lists/{listId}'>;
export type Price = ReplyOf<'GET /admin/price-lists/{listId}/prices'>['data'][number];
export type Member = ReplyOf<'GET /admin/price-lists/{listId}/members'>['data'][number];

type PriceBody = BodyOf<'POST /admin/price-lists/{listId}/prices'>['prices'][number];
type MembersBody = BodyOf<'POST /admin/price-lists/{listId}/members'>;

export interface TypedList {
  name: string;
  countries: string;
}

export const noList: TypedList = { name: '', countries: '' };

export const listTyped = ({ name, countries = [] }: List): TypedList => ({
  name,
  countries: countries.join(', '),
});

export function countriesIn(typed: string): string[] {
  const codes = typed.toUpperCase().split(/[\s,;]+/);
  return [...new Set(codes.filter((one) => one !== ''))];
}

export const listBody = ({ name, countries }: TypedList) => ({
  name: name.trim(),
  countries: countriesIn(countries),
});

export interface TypedPrice {
  variantId: string;
  name: string;
  currency: string;
  price: string;
  from: string;
  until: string;
}

export const noPrice: TypedPrice = {
  variantId: '',
  name: '',
  currency: 'USD',
  price: '',
  from: '',
  until: '',
};

/** An empty or odd number is left for the server to refuse, beside its field. */
export function priceBody(typed: TypedPrice): PriceBody {
  const text = typed.price.trim().replace(',', '.');
  const price = text === '' || Number.isNaN(Number(text)) ? (null as never) : Number(text);
  return {
    variantId: typed.variantId,
    currency: typed.currency.trim().toUpperCase(),
    price,
    from: momentIn(typed.from),
    until: momentIn(typed.until),
  };
}

interface Named {
  variantId: string;
  productName: string | null;
  variantName: string | null;
}

/** What a price is of: the product, and which one where that says more. */
export function nameOf({ productName, variantName, variantId }: Named): string {
  if (productName === null) return variantId;
  const more = variantName === null || variantName === '' || variantName === productName;
  return more ? productName : `${productName} · ${variantName}`;
}

/** A price that is kept, in the fields again. What ran already begins anew with the change. */
export function priceTyped(kept: Price): TypedPrice {
  return {
    variantId: kept.variantId,
    name: nameOf(kept),
    currency: kept.currency,
    price: String(kept.price),
    from: kept.status === 'scheduled' ? localText(kept.from) : '',
    until: localText(kept.until),
  };
}

/** Who is named: ids and e-mails, parted by lines, blanks or commas; each once. */
export function membersBody(typed: string): Required<MembersBody> {
  const names = [...new Set(typed.split(/[\s,;]+/).filter((one) => one !== ''))];
  return {
    userIds: names.filter((one) => one.startsWith('usr_')),
    emails: names.filter((one) => !one.startsWith('usr_')),
  };
}

interface Fault {
  pointer: string;
  code: string;
  detail: string;
}

/** Whom a refusal is about, with why; what names nobody in particular is left out. */
export function refusedIn(
  errors: readonly Fault[] | undefined,
  { userIds, emails }: Required<MembersBody>,
): { who: string; code: string; detail: string }[] {
  return (errors ?? []).flatMap(({ pointer, code, detail }) => {
    const [, field, nth] = /^\/(userIds|emails)\/(\d+)/.exec(pointer) ?? [];
    const who = (field === 'userIds' ? userIds : emails)[Number(nth)];
    return who === undefined ? [] : [{ who, code, detail }];
  });
}
