/** The read side put together: index, cards, names, pages and the routes over them. */
import type { Route } from '#kernel/http/route.ts';
import type { Task } from '#kernel/service.ts';
import { candidateFinder } from './candidates.ts';
import { cardKeeper } from './cards.ts';
import { behind_ms_max, listingFollower, type Follower } from './listing-follow.ts';
import { brandNames, sellerNames } from './names.ts';
import { productLists, type Lists } from './queries-list.ts';
import { productPages, type Pages } from './queries-product.ts';
import { productSearches } from './queries-search.ts';
import type { ReadShop } from './queries.ts';
import { listRoutes } from './routes-list.ts';
import { publicRoutes } from './routes-public.ts';
import { searchRoutes } from './routes-search.ts';
import { sitemapRoutes } from './routes-sitemap.ts';
import { wordBooks } from './word-book.ts';

export interface PublicSide {
  pages: Pages;
  lists: Lists;
  follower: Follower;
  routes: Route[];
  tasks: Task[];
}

/** `warm`: read the listing right away, so that the first visitor does not wait for it. */
export function publicSide(shop: ReadShop, warm: boolean): PublicSide {
  const { db, clock, shelf } = shop;
  const follower = listingFollower(db, clock);
  const cards = cardKeeper(db, follower);
  const names = { brands: brandNames(db, clock), sellers: sellerNames(db, clock) };
  const tools = { follower, cards, shelf, clock, ...names };
  const pages = productPages(shop);
  const lists = productLists(tools);
  const searches = productSearches({
    ...tools,
    finder: candidateFinder(db, clock),
    books: wordBooks(db, clock),
  });
  return {
    pages,
    lists,
    follower,
    routes: [
      ...listRoutes(tools, lists),
      ...searchRoutes(tools, searches),
      ...publicRoutes({ shop, pages, lists }),
      ...sitemapRoutes(shop),
    ],
    tasks: [
      {
        name: 'catalog.follow',
        every_ms: behind_ms_max,
        run: () => (warm ? follower.warm() : follower.follow()),
      },
    ],
  };
}
