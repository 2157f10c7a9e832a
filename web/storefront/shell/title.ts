export const shopName = 'Trueshelf';

export function titleOf(page: string): string {
  return page === shopName || page.includes(shopName) ? page : `${page} · ${shopName}`;
}
