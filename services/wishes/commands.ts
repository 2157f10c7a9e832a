// The write path of wishlists. Each change is one short transaction that holds the list; what the
// catalogue and prices say is asked before it begins.
import { newId, newSecretId } from '#kernel/core/id.ts';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { Sql } from '#kernel/db/db.ts';
import type { RoomContext } from '#kernel/service.ts';
import {
  alertsPerUser_max,
  itemsPerWishlist_max,
  wishlistsPerUser_max,
  type Visibility,
} from './contract.ts';
import { plainText, subjectOf } from './model.ts';
import type { Neighbours } from './neighbours.ts';
import * as alerts from './store-alert.ts';
import * as store from './store.ts';

export interface ListChange {
  name?: string;
  gift?: boolean;
  isDefault?: true;
}

export interface ItemChange {
  note?: string;
  priority?: number;
  wanted?: number;
  /** How many the owner got; not of lists that hide it. */
  bought?: number;
  tellBack?: boolean;
  tellCheaper?: boolean;
  /** Moves it to another of the owner's lists. */
  listId?: string;
}

export interface AddInput {
  productId: string;
  variantId: string;
  /** Left out: the default list, which is made when there is none. */
  listId?: string;
  currency: string;
  note?: string;
  priority?: number;
  wanted?: number;
}

type Owned = { userId: string; version: number };
type Needs = Pick<RoomContext, 'db'> & { neighbours: Neighbours };
export type Commands = ReturnType<typeof wishCommands>;

const noList = (listId: string) => refuse('wishlist-not-found', { listId });
const noItem = (itemId: string) => refuse('wish-not-found', { itemId });
const tooMany = () => refuse('wishlist-limit', { max: wishlistsPerUser_max });

export function wishCommands({ db, neighbours }: Needs) {
  return {
    makeList: (userId: string, input: { name: string; gift: boolean }) =>
      makeList(db, userId, input),
    changeList: (of: Owned & { listId: string }, change: ListChange) =>
      db.tx((tx) => changeList(tx, of, change)),
    /** A new link; the old one, if any, opens nothing any more. Private: no link. */
    share: (of: Owned & { listId: string }, visibility: Visibility) =>
      db.tx(async (tx) => {
        const list = await heldList(tx, of);
        if (isRefusal(list)) return list;
        const token = visibility === 'private' ? null : newSecretId('wsh');
        return store.saveList(tx, { ...list, visibility, token });
      }),
    dropList: (of: Owned & { listId: string }) => db.tx((tx) => dropList(tx, of)),
    add: (userId: string, input: AddInput) => addItem({ db, neighbours }, userId, input),
    changeItem: (of: Owned & { itemId: string }, change: ItemChange) =>
      db.tx((tx) => changeItem(tx, of, change)),
    dropItem: (of: { userId: string; itemId: string }) => db.tx((tx) => dropItem(tx, of)),
    buy: (of: { userId: string; token: string; itemId: string; quantity: number }) =>
      db.tx((tx) => buy(tx, of)),
  };
}

async function makeList(
  db: Needs['db'],
  userId: string,
  input: { name: string; gift: boolean },
): Promise<store.List | Refusal<'wishlist-limit' | 'validation-failed'>> {
  const name = plainText(input.name, '/name', 1);
  if (isRefusal(name)) return name;
  return db.tx(async (tx) => {
    await store.lockPerson(tx, userId);
    const isDefault = (await store.lockDefault(tx, userId)) === undefined;
    const listId = newId('wsl');
    const made = await store.addList(tx, { listId, userId, name, gift: input.gift, isDefault });
    return made ?? tooMany();
  });
}

async function heldList(
  tx: Sql,
  of: Owned & { listId: string },
): Promise<store.List | Refusal<'wishlist-not-found' | 'precondition-failed'>> {
  const list = await store.lockList(tx, of);
  if (list === undefined) return noList(of.listId);
  return list.version === of.version ? list : refuse('precondition-failed');
}

async function changeList(tx: Sql, of: Owned & { listId: string }, change: ListChange) {
  await store.lockPerson(tx, of.userId);
  const list = await heldList(tx, of);
  if (isRefusal(list)) return list;
  const name = change.name === undefined ? list.name : plainText(change.name, '/name', 1);
  if (isRefusal(name)) return name;
  if (change.isDefault === true && !list.isDefault) await store.clearDefault(tx, of.userId);
  const isDefault = change.isDefault ?? list.isDefault;
  return store.saveList(tx, { ...list, name, gift: change.gift ?? list.gift, isDefault });
}

async function dropList(tx: Sql, of: Owned & { listId: string }) {
  await store.lockPerson(tx, of.userId);
  const list = await heldList(tx, of);
  if (isRefusal(list)) return list;
  const variantIds = await store.dropList(tx, list.listId);
  await alerts.dropOrphans(tx, { userId: of.userId, variantIds });
  if (list.isDefault) await store.nextDefault(tx, of.userId);
  return true as const;
}

export interface AddedItem {
  itemId: string;
  /** False: it was on the list already, and is as it was. */
  made: boolean;
}

async function addItem(
  { db, neighbours }: Needs,
  userId: string,
  input: AddInput,
): Promise<AddedItem | Refusal<string>> {
  const note = plainText(input.note ?? '', '/note');
  if (isRefusal(note)) return note;
  const { productId, variantId, currency } = input;
  const [thing, prices] = await Promise.all([
    neighbours.thing({ productId, variantId }),
    neighbours.prices([variantId], currency),
  ]);
  if (thing === undefined) return refuse('variant-not-found', { variantId });
  return db.tx(async (tx) => {
    const list = await targetList(tx, userId, input.listId);
    if (isRefusal(list)) return list;
    const { listId } = list;
    const known = await store.itemOfVariant(tx, { listId, variantId });
    if (known !== undefined) return { itemId: known.itemId, made: false };
    const item: store.NewItem = {
      ...thing,
      itemId: newId('wsi'),
      listId,
      userId,
      note,
      currency,
      priority: input.priority ?? 2,
      wanted: input.wanted ?? 1,
      added_minor: prices.get(variantId) ?? null,
    };
    if (await store.addItem(tx, item)) return { itemId: item.itemId, made: true };
    return refuse('wishlist-full', { listId, max: itemsPerWishlist_max });
  });
}

/** The list that is named, else the default one, made when there is none; held. */
async function targetList(
  tx: Sql,
  userId: string,
  listId: string | undefined,
): Promise<store.List | Refusal<'wishlist-not-found' | 'wishlist-limit'>> {
  if (listId !== undefined) return (await store.lockList(tx, { userId, listId })) ?? noList(listId);
  const known = await store.lockDefault(tx, userId);
  if (known !== undefined) return known;
  await store.lockPerson(tx, userId);
  const fresh = { listId: newId('wsl'), userId, name: '', gift: false, isDefault: true };
  const made = await store.addList(tx, fresh);
  return made ?? (await store.lockDefault(tx, userId)) ?? tooMany();
}

/** The thing and its list, both held; lists first and in order, as everybody takes them. */
async function heldItem(
  tx: Sql,
  of: { userId: string; itemId: string },
  toListId: string | undefined,
): Promise<
  | { item: store.Item; lists: Map<string, store.List> }
  | Refusal<'wish-not-found' | 'wishlist-not-found'>
> {
  // Whoever moves a thing holds its person, so that it stays on the list that is read here.
  await store.lockPerson(tx, of.userId);
  const listId = await store.listOfItem(tx, of);
  if (listId === undefined) return noItem(of.itemId);
  const lists = new Map<string, store.List>();
  for (const one of [...new Set([listId, toListId ?? listId])].sort()) {
    const list = await store.lockList(tx, { userId: of.userId, listId: one });
    if (list === undefined) return noList(one);
    lists.set(one, list);
  }
  const item = await store.lockItem(tx, of);
  if (item === undefined) return noItem(of.itemId);
  return { item, lists };
}

async function changeItem(
  tx: Sql,
  of: Owned & { itemId: string },
  change: ItemChange,
): Promise<true | Refusal<string>> {
  const held = await heldItem(tx, of, change.listId);
  if (isRefusal(held)) return held;
  const { item, lists } = held;
  if (item.version !== of.version) return refuse('precondition-failed');
  const note = change.note === undefined ? item.note : plainText(change.note, '/note');
  if (isRefusal(note)) return note;
  const moved = await moveItem(tx, item, { toListId: change.listId, lists });
  if (isRefusal(moved)) return moved;
  const { priority = item.priority, wanted = item.wanted } = change;
  await store.saveItem(tx, { ...moved, note, priority, wanted });
  // Where it is hidden the owner does not say either: it would show how many others did.
  if (change.bought !== undefined && lists.get(moved.listId)?.gift === false) {
    const { userId, itemId } = of;
    await store.setGift(tx, { itemId, userId, quantity: Math.min(change.bought, wanted) });
  }
  return setAlerts(tx, moved, change);
}

async function moveItem(
  tx: Sql,
  item: store.Item,
  to: { toListId: string | undefined; lists: Map<string, store.List> },
): Promise<store.Item | Refusal<'wishlist-full' | 'conflict'>> {
  const { toListId = item.listId } = to;
  if (toListId === item.listId) return item;
  if ((to.lists.get(toListId)?.items ?? 0) >= itemsPerWishlist_max) {
    return refuse('wishlist-full', { listId: toListId, max: itemsPerWishlist_max });
  }
  const there = await store.itemOfVariant(tx, { listId: toListId, variantId: item.variantId });
  if (there !== undefined) return refuse('conflict', { itemId: there.itemId });
  await store.countItems(tx, item.listId, -1);
  await store.countItems(tx, toListId, 1);
  return { ...item, listId: toListId };
}

/** What the switches of a thing say: to be told each time it is back, and of each drop. */
async function setAlerts(
  tx: Sql,
  item: store.Item,
  change: ItemChange,
): Promise<true | Refusal<'alert-limit' | 'wish-price-unknown'>> {
  const { userId, productId, variantId, currency, added_minor } = item;
  const about = { userId, productId, variantId, query: null, emailHash: null };
  const wishes = [
    { kind: 'back', on: change.tellBack, subject: subjectOf.back(variantId) },
    { kind: 'cheaper', on: change.tellCheaper, subject: subjectOf.cheaper(variantId, currency) },
  ] as const;
  for (const { kind, on, subject } of wishes) {
    if (on === undefined) continue;
    if (!on) {
      await alerts.dropBySubject(tx, { userId, kind, subject });
      continue;
    }
    const isPrice = kind === 'cheaper';
    if (isPrice && added_minor === null) return refuse('wish-price-unknown', { variantId });
    // It may be on the shelf now: nobody waits before a look has seen it gone.
    const first = isPrice
      ? ({ state: 'WAITING', repeat: false } as const)
      : ({ state: 'IDLE', repeat: true } as const);
    const made = await alerts.addAlert(tx, {
      ...about,
      ...first,
      kind,
      subject,
      alertId: newId('alr'),
      currency: isPrice ? currency : null,
      reference_minor: isPrice ? added_minor : null,
    });
    if (made === undefined) return refuse('alert-limit', { max: alertsPerUser_max });
    await alerts.watchSubject(tx, { kind, subject });
  }
  return true;
}

async function dropItem(tx: Sql, of: { userId: string; itemId: string }) {
  const held = await heldItem(tx, of, undefined);
  if (isRefusal(held)) return held;
  await store.dropItem(tx, held.item);
  const { userId } = of;
  await alerts.dropOrphans(tx, { userId, variantIds: [held.item.variantId] });
  return true as const;
}

/** Somebody with the link says to have bought so many; never more than are wanted. */
async function buy(
  tx: Sql,
  of: { userId: string; token: string; itemId: string; quantity: number },
): Promise<{ bought: number; mine: number } | Refusal<string>> {
  const list = await store.lockShared(tx, of.token);
  if (list === undefined) return refuse('wishlist-not-found');
  const item = await store.lockItem(tx, { userId: list.userId, itemId: of.itemId });
  if (item === undefined || item.listId !== list.listId) return noItem(of.itemId);
  // The answer would tell the owner what the list hides.
  if (list.userId === of.userId && list.gift) return refuse('not-allowed');
  const others = await store.boughtByOthers(tx, of);
  const left = Math.max(0, item.wanted - others);
  if (of.quantity > left) return refuse('gift-enough', { itemId: of.itemId, left });
  await store.setGift(tx, of);
  return { bought: others + of.quantity, mine: of.quantity };
}
