/** A room whose index takes longer to read than anybody waits, for its tests: three things. */
import { systemClock } from '#kernel/core/clock.ts';
import { idAt } from '#kernel/core/id.ts';
import { prng } from '#kernel/core/prng.ts';
import { openDb, type Db } from '#kernel/db/db.ts';
import { testDatabase } from '#kernel/db/test-database.ts';
import { likeCalls } from './alike.ts';
import { searchBooks } from './book.ts';
import { cardKeeper } from './cards.ts';
import { memoryEngine } from './engine-memory.ts';
import { documentFollower, type Follower } from './follow.ts';
import { Labels } from './labels.ts';
import { lexicon } from './lexicon.ts';
import { productLists } from './lists.ts';
import { nearestTo } from './nearest.ts';
import { writeDocuments } from './store.ts';

const goods = [
  { name: 'Red Kettle', brand: 'Acme', price: 2_000, words: "'red':1A 'kettl':2A" },
  { name: 'Blue Kettle', brand: 'Bolt', price: 3_000, words: "'blue':1A 'kettl':2A" },
  { name: 'Red Chair', brand: 'Bolt', price: 9_000, words: "'red':1A 'chair':2A" },
];

function documents() {
  const chance = prng('reading');
  return goods.map(({ name, brand, price, words }, at) => ({
    productId: idAt('prod', 1_700_000_000_000, chance),
    version: 1,
    live: true,
    sellerId: 'slr_1',
    categoryId: at < 2 ? 'cat_kettles' : 'cat_chairs',
    slug: `thing-${at}`,
    name,
    brand,
    imageUrl: null,
    attrs: '',
    skus: [],
    words,
    terms: [...words.matchAll(/'(\w+)'/g)].map(([, lexeme]) => `A${lexeme ?? ''}`).join(' '),
    inStock: true,
    offers: { USD: ['var_1', 1, price, price] as [string, number, number, number] },
    rating_x100: 0,
    reviewCount: at,
  }));
}

/** Reading as of one of a million products: it is over when `finish` is called. */
function slowFollower(db: Db) {
  const own = documentFollower(db, systemClock);
  const read = Promise.withResolvers<void>();
  /** How long the index was waited for, in milliseconds. */
  const waits: number[] = [];
  let isReading = true;
  const follower: Follower = {
    index: () => read.promise.then(() => own.index()),
    indexWithin: async (ms) => {
      if (!isReading) return own.indexWithin(ms);
      waits.push(ms);
      await systemClock.sleep(ms);
      return null;
    },
    begin: () => (isReading ? undefined : own.begin()),
    peek: () => own.peek(),
    follow: () => own.follow(),
    onChange: (listener) => own.onChange(listener),
  };
  const finish = async (): Promise<void> => {
    isReading = false;
    read.resolve();
    await own.index();
  };
  return { follower, waits, finish };
}

/** The room's parts on a database of its own; `close` after the tests. */
export async function openReading() {
  const database = await testDatabase(['search']);
  const db = openDb({ url: database.url, room: 'search' });
  const rows = documents();
  await writeDocuments(db, rows);
  const { follower, waits, finish } = slowFollower(db);
  const words = lexicon(db);
  const shown = new Set(['red', 'blue', 'kettle', 'chair']);
  await words.learn(shown, shown);
  const none = async () => new Labels('1', [], []);
  const labels = { get: none, again: none };
  const books = searchBooks({ db, clock: systemClock, lexicon: words, labels });
  const tools = { db, clock: systemClock, follower, books, lexicon: words };
  const engine = memoryEngine(tools);
  const names = { named: async () => new Map(), keys: async () => [] };
  const lists = productLists({
    ...tools,
    engine,
    brands: names,
    sellers: names,
    cards: cardKeeper(db, follower),
    nearest: (of, asked) => nearestTo(tools, of, asked),
    size: () => follower.peek()?.live ?? 0,
    book: () => books.get(),
    newBook: () => books.again(),
  });
  const close = async (): Promise<void> => {
    await db.close();
    await database.drop();
  };
  const productIds = rows.map((row) => row.productId);
  return { db, engine, lists, like: likeCalls(tools), productIds, waits, finish, close };
}
