/** The read side put together: index, names, cards, pages and the routes over them. */
import { searchBooks } from './book.ts';
import { cardKeeper } from './cards.ts';
import type { FindTools } from './find.ts';
import { searchHabits, type Habits } from './habits.ts';
import { labelCache, type LabelNeeds } from './labels.ts';
import type { Lexicon } from './lexicon.ts';
import { productLists } from './lists.ts';
import { brandNames, sellerNames, type NamingCatalog } from './names.ts';
import { nearestTo } from './nearest.ts';
import { searchRoutes } from './routes.ts';
import { servedEngine, type ServedEngine, type ServedNeeds } from './served-engine.ts';
import { allCategories } from './store-due.ts';
import { viewCounts, type Views } from './views.ts';

export interface PublicNeeds extends Pick<ServedNeeds, 'db' | 'clock' | 'log' | 'url'> {
  catalog: LabelNeeds['catalog'] & NamingCatalog;
  lexicon: Lexicon;
  follower: FindTools['follower'];
}

export interface PublicSide {
  tools: FindTools & Pick<ServedNeeds, 'db'>;
  served: ServedEngine;
  habits: Habits;
  views: Views;
  routes: ReturnType<typeof searchRoutes>;
}

export function publicSide(needs: PublicNeeds): PublicSide {
  const { db, clock, catalog, lexicon, follower } = needs;
  const labels = labelCache({ clock, catalog, own: () => allCategories(db) });
  const books = searchBooks({ db, clock, lexicon, labels });
  const habits = searchHabits();
  const views = viewCounts(clock);
  const tools = { db, clock, follower, books, lexicon };
  const names = { brands: brandNames(catalog, clock), sellers: sellerNames(catalog, clock) };
  const served = servedEngine({ ...needs, tools });
  const lists = productLists({
    ...tools,
    ...names,
    cards: cardKeeper(db, follower),
    engine: served.engine,
    nearest: (typed, asked) => nearestTo(tools, typed, asked),
    size: () => follower.peek()?.live ?? 0,
    book: () => books.get(),
    newBook: () => books.again(),
  });
  const routes = searchRoutes({ ...names, labels, lists, habits, views });
  return { tools, served, habits, views, routes };
}
