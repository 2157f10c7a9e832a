/** The category tree as pure data: reading it, and what moving a branch means. */
import { refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { NamesByLocale } from './languages.ts';

export const depth_max = 12;
export const categories_max = 20_000;

export interface Category {
  categoryId: string;
  parentId: string | null;
  slug: string;
  name: string;
  names: NamesByLocale;
  /** Slugs from the root, joined by '/'. */
  path: string;
  depth: number;
  externalId: string | null;
  version: number;
}

/** The whole tree in memory, with the ways to find a category. */
export class CategoryTree {
  readonly byId = new Map<string, Category>();
  readonly byPath = new Map<string, Category>();
  readonly byExternalId = new Map<string, Category>();
  /** Children by name; the roots are under ''. */
  readonly children = new Map<string, Category[]>();
  /** Made when asked for: every list asks for those of all its categories. */
  private readonly lines = new Map<string, readonly Category[]>();
  private readonly bySlug = new Map<string, Category>();
  private readonly byName = new Map<string, Category>();

  constructor(categories: readonly Category[]) {
    for (const category of categories) {
      this.byId.set(category.categoryId, category);
      this.byPath.set(category.path, category);
      if (category.externalId !== null) this.byExternalId.set(category.externalId, category);
      const siblings = this.children.get(category.parentId ?? '');
      if (siblings === undefined) this.children.set(category.parentId ?? '', [category]);
      else siblings.push(category);
      keepShallowest(this.bySlug, category.slug, category);
      keepShallowest(this.byName, category.name.toLowerCase(), category);
    }
    for (const list of this.children.values()) {
      list.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
    }
  }

  /** By id, path, or slug; of several with the slug, the one nearest to the root. */
  find(key: string): Category | undefined {
    return this.byId.get(key) ?? this.byPath.get(key) ?? this.bySlug.get(key);
  }

  /** As `find`, and also by external id or by name in any case. */
  findLoosely(key: string): Category | undefined {
    const named = this.byName.get(key.toLowerCase());
    return this.find(key) ?? this.byExternalId.get(key) ?? named;
  }

  /** The category and those above it, root first. */
  line(categoryId: string): readonly Category[] {
    const known = this.lines.get(categoryId);
    if (known !== undefined) return known;
    const line: Category[] = [];
    let at = this.byId.get(categoryId);
    while (at !== undefined && line.length < depth_max) {
      line.unshift(at);
      at = at.parentId === null ? undefined : this.byId.get(at.parentId);
    }
    this.lines.set(categoryId, line);
    return line;
  }

  /** Height of the branch below and including it: 1 for a leaf. */
  height(categoryId: string): number {
    const below = this.children.get(categoryId) ?? [];
    return 1 + below.reduce((most, child) => Math.max(most, this.height(child.categoryId)), 0);
  }
}

function keepShallowest(map: Map<string, Category>, key: string, category: Category): void {
  const known = map.get(key);
  if (known === undefined || category.depth < known.depth) map.set(key, category);
}

export interface CategoryPlace {
  parentId: string | null;
  slug: string;
}

/**
 * Where a category would stand: its path and depth. Refused when the parent is unknown or lies
 * below the category itself, when the slug is taken there, or when the tree would get too deep.
 */
export function placeCategory(
  tree: CategoryTree,
  place: CategoryPlace,
  moving: Category | null,
):
  | { path: string; depth: number }
  | Refusal<'category-unknown' | 'category-cycle' | 'slug-taken' | 'category-too-deep'> {
  const parent = place.parentId === null ? null : tree.byId.get(place.parentId);
  if (parent === undefined) return refuse('category-unknown', { categoryId: place.parentId });
  if (moving !== null && parent !== null) {
    const above = tree.line(parent.categoryId);
    if (above.some((one) => one.categoryId === moving.categoryId)) {
      return refuse('category-cycle', { categoryId: moving.categoryId, parentId: place.parentId });
    }
  }
  const depth = (parent?.depth ?? 0) + 1;
  const height = moving === null ? 1 : tree.height(moving.categoryId);
  if (depth + height - 1 > depth_max) {
    return refuse('category-too-deep', { depth: depth + height - 1, max: depth_max });
  }
  const path = parent === null ? place.slug : `${parent.path}/${place.slug}`;
  const there = tree.byPath.get(path);
  if (there !== undefined && there.categoryId !== moving?.categoryId) {
    return refuse('slug-taken', { slug: place.slug, path });
  }
  return { path, depth };
}
