import type { BodyOf, ReplyOf } from '../../../client/request.ts';
import type { Speech } from '../../i18n/translate.ts';

export type List = ReplyOf<'GET /wishlists'>['data'][number];
export type Thing = ReplyOf<'GET /wishlists/{listId}/items'>['data'][number];
export type ThingChange = BodyOf<'PATCH /wishlist-items/{itemId}'>;

/** The list that was made with the first thing has no name of its own. */
export const listName = ({ t }: Speech, { name }: { name: string }): string =>
  name === '' ? t('wishes.default') : name;
