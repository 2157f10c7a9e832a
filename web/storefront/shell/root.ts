import { pageLoader, unlessAway } from '../page.ts';

export interface Department {
  name: string;
  path: string;
  children: { name: string; path: string }[];
}

export interface RootData {
  departments: Department[];
  /** The tree could not be had in time: a page like this is not kept. */
  partly: boolean;
}

/** No page waits longer for its frame. */
const patience_ms = 1_500;

/** What the frame of every page shows: the top of the category tree. */
export const rootLoader = pageLoader<RootData>(async ({ app, signal }) => {
  const reply = await unlessAway(
    app.api.request('GET /categories', {
      query: { locale: app.speech.locale },
      signal,
      timeout_ms: patience_ms,
    }),
    null,
  );
  const departments = (reply?.categories ?? [])
    .filter((category) => category.productCount > 0)
    .map(({ name, path, children }) => ({
      name,
      path,
      children: children.map((child) => ({ name: child.name, path: child.path })),
    }));
  return { departments, partly: reply === null };
});
