/**
 * What things are called, as the catalogue says: the tree and the attributes with their names in
 * languages. Small, read on every request and seldom changed, so each process keeps it and asks
 * every two seconds whether it is different. Without the catalogue the names that this room
 * copied from events do.
 */
import type { Clock } from '#kernel/core/clock.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import type { Client } from '#kernel/http/contract.ts';
import {
  knownLocale,
  labelIn,
  localesOf,
  nameIn,
  type catalogCalls,
  type ShownAttribute,
  type ShownCategory,
} from '#services/catalog/contract.ts';
import type { CategoryRow } from './store-due.ts';

const check_every_ms = 2_000;
/** For a category that is not known: it may be a new one. */
const again_ms = 200;

export class Labels {
  readonly revision: string;
  readonly byId: ReadonlyMap<string, ShownCategory>;
  readonly attributes: readonly ShownAttribute[];
  private readonly byPath: ReadonlyMap<string, ShownCategory>;
  private readonly bySlug = new Map<string, ShownCategory>();
  private readonly rules: ReadonlyMap<string, ShownAttribute>;
  private readonly locales: ReadonlySet<string>;
  private readonly branches = new Map<string, readonly string[]>();

  constructor(
    revision: string,
    categories: readonly ShownCategory[],
    attributes: readonly ShownAttribute[],
  ) {
    this.revision = revision;
    this.attributes = attributes;
    this.byId = new Map(categories.map((one) => [one.categoryId, one]));
    this.byPath = new Map(categories.map((one) => [one.path, one]));
    for (const one of categories) if (!this.bySlug.has(one.slug)) this.bySlug.set(one.slug, one);
    this.rules = new Map(attributes.map((one) => [one.code, one]));
    this.locales = localesOf([...categories, ...attributes]);
  }

  find(key: string): ShownCategory | undefined {
    return this.byId.get(key) ?? this.byPath.get(key) ?? this.bySlug.get(key);
  }

  /** The category and all below it. Kept as long as the labels are. */
  branch({ categoryId, path }: ShownCategory): readonly string[] {
    const known = this.branches.get(categoryId);
    if (known !== undefined) return known;
    const below = [...this.byId.values()].filter((one) => one.path.startsWith(`${path}/`));
    const branch = [categoryId, ...below.map((one) => one.categoryId)];
    this.branches.set(categoryId, branch);
    return branch;
  }

  /** The category so many steps below the root on the way to this one, itself included. */
  onTheWay(categoryId: string, depth: number): ShownCategory | undefined {
    const steps = this.byId.get(categoryId)?.path.split('/') ?? [];
    return steps.length > depth ? this.byPath.get(steps.slice(0, depth + 1).join('/')) : undefined;
  }

  /** The locale that names are looked up by; '' for a language that nothing is named in. */
  localeOf(wanted: string | undefined): string {
    return knownLocale(this.locales, wanted);
  }

  /** What to call an attribute; null when it must not be filtered by. */
  attribute(code: string, locale: string): { name: string; unit: string | null } | null {
    const rule = this.rules.get(code);
    if (rule === undefined) return { name: code, unit: null };
    return rule.filterable ? { name: nameIn(rule, locale), unit: rule.unit } : null;
  }

  /** What to call a value of an attribute, where that is not the value. */
  value(code: string, value: string, locale: string): { label?: string } {
    return labelIn(this.rules.get(code)?.valueNames ?? {}, value, locale);
  }
}

export interface LabelCache {
  get(): Promise<Labels>;
  /** Asks anew, unless that was done a moment ago. */
  again(): Promise<Labels>;
}

export interface LabelNeeds {
  clock: Clock;
  catalog: Pick<Client<typeof catalogCalls>, 'labels'>;
  /** What this room knows by itself. */
  own(): Promise<CategoryRow[]>;
}

/** Costs nothing within two seconds of the last check; later the old ones do meanwhile. */
export function labelCache({ clock, catalog, own }: LabelNeeds): LabelCache {
  let labels: Labels | null = null;
  let checked_ms = -Infinity;
  let reading: Promise<Labels> | null = null;
  const read = async (): Promise<Labels> => {
    const known = labels;
    const at_ms = clock.monotonic();
    const answer = await catalog.labels({ revision: known?.revision ?? null }).catch(() => null);
    checked_ms = at_ms;
    if (answer === null || isRefusal(answer)) return known ?? ownLabels(await own());
    const { revision, categories, attributes } = answer;
    if (categories === null || attributes === null) return known ?? ownLabels(await own());
    labels = new Labels(revision, categories, attributes);
    return labels;
  };
  const renew = () => {
    reading ??= read().finally(() => {
      reading = null;
    });
    return reading;
  };
  return {
    async get() {
      if (labels === null) return renew();
      if (clock.monotonic() - checked_ms > check_every_ms) renew().catch(() => undefined);
      return labels;
    },
    again: async () => {
      const isFresh = labels !== null && clock.monotonic() - checked_ms < again_ms;
      return isFresh && labels !== null ? labels : renew();
    },
  };
}

function ownLabels(categories: readonly CategoryRow[]): Labels {
  const shown = categories.map(({ categoryId, name, path }) => {
    return { categoryId, name, names: {}, slug: path.split('/').at(-1) ?? '', path };
  });
  return new Labels('', shown, []);
}
