/** The rows of a comparison as data: what each product says, and where they differ; pure. */
import type { ReplyOf } from '../../../client/request.ts';

export type Product = ReplyOf<'GET /products/{productId}'>;

export interface Row {
  key: string;
  /** Of the catalogue; the page names the rows of its own. */
  name: string;
  /** One for each product; null: it does not say. */
  values: (string | null)[];
}

/** What a product says about a name: a fact of its own, or the choices it comes in. */
function saidBy(product: Product): Map<string, { name: string; value: string }> {
  const said = new Map<string, { name: string; value: string }>();
  for (const { code, name, value, label = value, unit } of product.specs) {
    said.set(code.toLowerCase(), { name, value: unit === null ? label : `${label} ${unit}` });
  }
  for (const [name, value] of Object.entries(product.attributes)) {
    const key = name.toLowerCase();
    if (!said.has(key)) said.set(key, { name, value });
  }
  for (const { code, name, values, labels = values } of product.options) {
    said.set(code.toLowerCase(), { name, value: labels.join(', ') });
  }
  return said;
}

/** The attributes of all of them, in the order in which they are met. */
export function attributeRows(products: readonly Product[]): Row[] {
  const said = products.map(saidBy);
  const keys = new Set(said.flatMap((facts) => [...facts.keys()]));
  return [...keys].map((key) => ({
    key,
    name: said.map((facts) => facts.get(key)?.name).find((name) => name !== undefined) ?? key,
    values: said.map((facts) => facts.get(key)?.value ?? null),
  }));
}

/** Whether the products say different things; one alone differs from nothing. */
export function differs({ values }: Pick<Row, 'values'>): boolean {
  return new Set(values).size > 1;
}

const slug_chars = /^[\w-]{1,200}$/;

export interface Asked {
  slugs: string[];
  /** More were named than can be compared. */
  tooMany: boolean;
}

/** What an address asks to compare. Each once, and what cannot be a product is left out. */
export function askedFor(text: string | null, max: number): Asked {
  const named = (text ?? '').split(',').filter((slug) => slug_chars.test(slug));
  const slugs = [...new Set(named)];
  return { slugs: slugs.slice(0, max), tooMany: slugs.length > max };
}
