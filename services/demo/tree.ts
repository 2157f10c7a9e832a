/** The demo shop's departments and attributes, with what they are called in each language. */
import type { DemoAttribute, DemoCategory } from './model.ts';
import { attributeNames } from './names-attributes.ts';
import { categoryNames } from './names-categories.ts';
import { valueNames } from './names-values.ts';
import { swatches, type DepartmentWords, type LeafWords } from './words.ts';

export type IdOf = (prefix: string, key: string, offset: number) => string;

/** Departments and what is in them, parents first. */
export function demoCategories(
  departments: readonly DepartmentWords[],
  idOf: IdOf,
): DemoCategory[] {
  let position = 0;
  return departments.flatMap((department) => {
    const { slug, name, about } = department;
    const categoryId = idOf('cat', slug, position);
    const root: DemoCategory = {
      categoryId,
      parentId: null,
      slug,
      path: slug,
      name,
      names: categoryNames(slug),
      description: about,
      position: position++,
      attributes: [],
    };
    const leaves = department.leaves.map((leaf): DemoCategory => ({
      categoryId: idOf('cat', `${slug}/${leaf.slug}`, position),
      parentId: categoryId,
      slug: leaf.slug,
      path: `${slug}/${leaf.slug}`,
      name: leaf.name,
      names: categoryNames(`${slug}/${leaf.slug}`),
      description: `${leaf.name} from ${(leaf.brands ?? department.brands).join(', ')}.`,
      position: position++,
      attributes: attributesOf(leaf),
    }));
    return [root, ...leaves];
  });
}

function attributesOf(leaf: LeafWords): string[] {
  return [...leaf.options.map((option) => option.name), ...Object.keys(leaf.facts)];
}

/** Every attribute that products carry, by code; those that nobody has named are left out. */
export function demoAttributes(
  departments: readonly DepartmentWords[],
  idOf: IdOf,
): DemoAttribute[] {
  const values = new Map<string, Set<string>>();
  const add = (code: string, more: readonly string[]) => {
    const known = values.get(code) ?? new Set<string>();
    for (const value of more) known.add(value);
    values.set(code, known);
  };
  for (const { options, facts } of departments.flatMap(({ leaves }) => leaves)) {
    for (const option of options) add(option.name, option.values);
    for (const [code, more] of Object.entries(facts)) add(code, more);
  }
  return [...values].flatMap(([code, all], index): DemoAttribute[] => {
    const called = attributeNames(code);
    if (called === null) return [];
    const named = [...all].flatMap((value) => {
      const names = valueNames(value);
      return names === null ? [] : [[value, names] as const];
    });
    const attributeId = idOf('att', code, index);
    const colors = code === 'color' ? { ...swatches } : {};
    return [{ attributeId, code, ...called, valueNames: Object.fromEntries(named), colors }];
  });
}
