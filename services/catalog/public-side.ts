/** The read side put together: pages, counts and the routes over them. */
import type { Route } from '#kernel/http/route.ts';
import { categoryCounts, type Counts } from './counts.ts';
import { productPages, type Pages } from './queries-product.ts';
import type { ReadShop } from './queries.ts';
import { publicRoutes } from './routes-public.ts';
import { sitemapRoutes } from './routes-sitemap.ts';

export interface PublicSide {
  pages: Pages;
  counts: Counts;
  routes: Route[];
}

export function publicSide(shop: ReadShop): PublicSide {
  const pages = productPages(shop);
  const counts = categoryCounts(shop);
  const routes = [...publicRoutes({ shop, pages, counts }), ...sitemapRoutes(shop)];
  return { pages, counts, routes };
}
