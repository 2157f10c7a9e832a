import type { ReplyOf } from '../../../client/request.ts';

export type DeskPage = ReplyOf<'GET /admin/reviews'>;
export type DeskPost = DeskPage['data'][number];

/** By what people find it again: its title, or how it begins. */
export const nameOf = ({ title, text }: Pick<DeskPost, 'title' | 'text'>): string =>
  title === '' ? text.slice(0, 60) : title;
