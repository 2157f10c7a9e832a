/** Which reviews of a product are shown stands in the address, beside the variant. */

export const reviewSorts = ['helpful', 'newest', 'highest', 'lowest'] as const;
export type ReviewSort = (typeof reviewSorts)[number];

export interface ReviewChoice {
  sort: ReviewSort;
  /** Only those with so many stars; null: all. */
  stars: number | null;
}

const names = { sort: 'review-sort', stars: 'review-stars' };

/** What cannot be read counts as not said. */
export function reviewChoice(search: URLSearchParams): ReviewChoice {
  const sort = reviewSorts.find((one) => one === search.get(names.sort)) ?? 'helpful';
  const stars = /^[1-5]$/.exec(search.get(names.stars) ?? '');
  return { sort, stars: stars === null ? null : Number(stars[0]) };
}

/** The query of the same page with another choice of reviews; `?` when nothing is chosen. */
export function withChoice(search: URLSearchParams, { sort, stars }: ReviewChoice): string {
  const next = new URLSearchParams(search);
  next.delete(names.sort);
  next.delete(names.stars);
  if (sort !== 'helpful') next.set(names.sort, sort);
  if (stars !== null) next.set(names.stars, String(stars));
  return `?${next.toString()}`;
}
