import { pageLoader, unlessAway } from '../page.ts';

export interface Department {
  name: string;
  path: string;
  children: { name: string; path: string }[];
}

export interface RootData {
  departments: Department[];
}

/** What the frame of every page shows: the top of the category tree. */
export const rootLoader = pageLoader<RootData>(async ({ app, signal }) => {
  const nothing = { categories: [] };
  const reply = await unlessAway(app.api.request('GET /categories', { signal }), nothing);
  const departments = reply.categories
    .filter((category) => category.productCount > 0)
    .map(({ name, path, children }) => ({
      name,
      path,
      children: children.map((child) => ({ name: child.name, path: child.path })),
    }));
  return { departments };
});
