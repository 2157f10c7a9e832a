/**
 * The category tree and the attribute rules in memory. They are small (thousands), read on every
 * request and change rarely, so each process keeps them and asks at most every two seconds
 * whether they changed; a change made by this process is seen at once.
 */
import type { Clock } from '#kernel/core/clock.ts';
import type { Sql } from '#kernel/db/db.ts';
import { knownLocale, labelIn, localesOf, nameIn } from './languages.ts';
import { CategoryTree } from './model-category.ts';
import type { AttributeRule } from './model.ts';
import { allAttributes, allCategories, treeRevision } from './store-category.ts';

const check_every_ms = 2_000;

export class Shelf {
  readonly tree: CategoryTree;
  readonly rules: readonly AttributeRule[];
  readonly revision: string;
  private readonly names: ReadonlyMap<string, AttributeRule>;
  private readonly locales: ReadonlySet<string>;
  private readonly everything: readonly string[];
  private readonly branches = new Map<string, readonly string[]>();

  constructor(tree: CategoryTree, rules: readonly AttributeRule[], revision: string) {
    this.tree = tree;
    this.rules = rules;
    this.revision = revision;
    this.names = new Map(rules.map((rule) => [rule.code, rule]));
    this.locales = localesOf([...tree.byId.values(), ...rules]);
    this.everything = [...tree.byId.keys()];
  }

  /** The rules that bind a product of the category: its own, those above it, and general ones. */
  rulesFor(categoryId: string): AttributeRule[] {
    const line = new Set(this.tree.line(categoryId).map((category) => category.categoryId));
    return this.rules.filter((rule) => rule.categoryId === null || line.has(rule.categoryId));
  }

  /** The locale that names are looked up by; '' for a language that nothing is named in. */
  localeOf(wanted: string | undefined): string {
    return knownLocale(this.locales, wanted);
  }

  /** What to call an attribute; null when it must not be filtered by. */
  label(code: string, locale: string): { name: string; unit: string | null } | null {
    const rule = this.names.get(code);
    if (rule === undefined) return { name: code, unit: null };
    return rule.filterable ? { name: nameIn(rule, locale), unit: rule.unit } : null;
  }

  /** What to call a value of an attribute, where that is not the value. */
  valueLabel(code: string, value: string, locale: string): { label?: string } {
    return labelIn(this.names.get(code)?.valueNames ?? {}, value, locale);
  }

  /** The category and all below it; every category for null. Kept as long as the shelf is. */
  branch(categoryId: string | null): readonly string[] {
    if (categoryId === null) return this.everything;
    const known = this.branches.get(categoryId);
    if (known !== undefined) return known;
    const branch: string[] = [categoryId];
    for (let at = 0; at < branch.length; at += 1) {
      for (const child of this.tree.children.get(branch[at] ?? '') ?? []) {
        branch.push(child.categoryId);
      }
    }
    this.branches.set(categoryId, branch);
    return branch;
  }
}

export interface ShelfCache {
  get(): Promise<Shelf>;
  /** After a change made here: the next `get` reads again. */
  forget(): void;
}

/** Concurrent callers share one reading. Costs nothing within two seconds of the last check. */
export function shelfCache(db: Sql, clock: Clock): ShelfCache {
  let shelf: Shelf | null = null;
  let checked = -Infinity;
  let reading: Promise<Shelf> | null = null;
  let generation = 0;

  const read = async (): Promise<Shelf> => {
    const started = generation;
    const revision = await treeRevision(db);
    if (shelf === null || shelf.revision !== revision) {
      const [categories, rules] = await Promise.all([allCategories(db), allAttributes(db)]);
      shelf = new Shelf(new CategoryTree(categories), rules, revision);
    }
    if (started === generation) checked = clock.monotonic();
    return shelf;
  };

  return {
    async get() {
      if (shelf !== null && clock.monotonic() - checked < check_every_ms) return shelf;
      reading ??= read().finally(() => {
        reading = null;
      });
      return reading;
    },
    forget() {
      generation += 1;
      checked = -Infinity;
      reading = null;
    },
  };
}
