/** Which variant an address means, and what each choice of an option would lead to; pure. */
export interface Variant {
  variantId: string;
  attributes: Readonly<Record<string, string>>;
  inStock: boolean;
}

export interface Option {
  code: string;
  values: readonly string[];
  /** What the values are called, where that is not the values. */
  labels?: readonly string[] | undefined;
  /** What the values look like, `#rrggbb`, where any has a colour. */
  colors?: readonly (string | null)[] | undefined;
}

/** One value of one option, as the picker shows it. */
export interface OptionChoice {
  value: string;
  /** What it is called. */
  label: string;
  color: string | null;
  chosen: boolean;
  /** Where choosing it leads; null when no variant has it together with the rest. */
  variantId: string | null;
  inStock: boolean;
}

/** Options worth choosing: those with more than one value. */
export function realOptions<O extends Option>(options: readonly O[]): O[] {
  return options.filter(({ values }) => values.length > 1);
}

/** The variant that the query names by its options, or by its id; else the given default. */
export function chosenVariant<V extends Variant>(
  variants: readonly V[],
  options: readonly Option[],
  wanted: { search: URLSearchParams; fallback: string | null },
): V | null {
  const named = options.flatMap(({ code }) => {
    const value = wanted.search.get(code);
    return value === null ? [] : [{ code, value }];
  });
  const byId = (id: string | null) => variants.find(({ variantId }) => variantId === id);
  // Links of wishlists and mails name the very variant; a choice made on the page goes first.
  const usual = byId(wanted.search.get('variant')) ?? byId(wanted.fallback) ?? variants[0];
  if (named.length === 0) return usual ?? null;
  const fits = variants.filter((variant) =>
    named.every(({ code, value }) => variant.attributes[code] === value),
  );
  return (
    fits.find((variant) => variant === usual) ?? fits.find((one) => one.inStock) ?? fits[0] ?? null
  );
}

/** What a value of an option is called. */
export function labelOf({ values, labels = values }: Option, value: string): string {
  return labels[values.indexOf(value)] ?? value;
}

export interface Described {
  specs: readonly {
    code: string;
    name: string;
    value: string;
    label?: string;
    unit: string | null;
  }[];
  options: readonly (Option & { name: string })[];
}

/** What is said of a product and of a variant of it: names and values as people read them. */
export function factsOf(
  { specs, options }: Described,
  variant: Pick<Variant, 'attributes'> | null,
): [name: string, value: string][] {
  const own = Object.entries(variant?.attributes ?? {});
  const facts = new Map<string, [string, string]>();
  for (const { code, name, value, label = value, unit } of specs) {
    facts.set(code, [name, unit === null ? label : `${label} ${unit}`]);
  }
  for (const [code, value] of own) {
    const option = options.find((one) => one.code === code);
    facts.set(code, option === undefined ? [code, value] : [option.name, labelOf(option, value)]);
  }
  return [...facts.values()];
}

/** The values of an option, each with the variant that has it and otherwise stays the same. */
export function choicesOf(
  option: Option,
  variants: readonly Variant[],
  { chosen, options }: { chosen: Variant | null; options: readonly Option[] },
): OptionChoice[] {
  const others = options.filter(({ code }) => code !== option.code);
  return option.values.map((value, at) => {
    const having = variants.filter((variant) => variant.attributes[option.code] === value);
    const same = having.filter((variant) =>
      others.every(({ code }) => variant.attributes[code] === chosen?.attributes[code]),
    );
    const target = same[0] ?? null;
    return {
      value,
      label: labelOf(option, value),
      color: option.colors?.[at] ?? null,
      chosen: chosen?.attributes[option.code] === value,
      variantId: target?.variantId ?? null,
      inStock: target?.inStock ?? false,
    };
  });
}

/** The address of a variant: its options as a query, in the order of the options. */
export function searchFor(variant: Variant, options: readonly Option[]): string {
  const search = new URLSearchParams();
  for (const { code } of options) {
    const value = variant.attributes[code];
    if (value !== undefined) search.set(code, value);
  }
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}

/** "Only N left" is said up to here; above it the count is nobody's business but ours. */
export const few_max = 5;

export function stockOf({ inStock, available }: { inStock: boolean; available: number }) {
  if (!inStock || available <= 0) return 'out' as const;
  return available <= few_max ? ('few' as const) : ('in' as const);
}
