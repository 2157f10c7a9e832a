/** The read path: each page is one statement or two, whatever it holds. */
import { isId } from '#kernel/core/id.ts';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import { pageFrom, type Page } from '#kernel/http/page.ts';
import type { RoomContext } from '#kernel/service.ts';
import type { PostKind, PostState } from './contract.ts';
import * as read from './store-read.ts';
import type { Post } from './store.ts';
import * as views from './views.ts';

type NotValid = Refusal<'validation-failed'>;

export interface Paged {
  limit: number;
  cursor?: string;
}

export type Queries = ReturnType<typeof reviewQueries>;

export function reviewQueries({ db, clock }: Pick<RoomContext, 'db' | 'clock'>) {
  return {
    async ofProduct(productId: string, query: Paged & { sort: read.Sort; stars?: number }) {
      const before = keyOf(query.cursor, ['number', 'string']);
      if (isRefusal(before)) return before;
      const { sort, stars = null, limit } = query;
      const of = { productId, sort, stars, before: before as [number, string] | null };
      const [row, rows] = await Promise.all([
        read.ratingOf(db, productId),
        read.reviewsOf(db, { ...of, limit: limit + 1 }),
      ]);
      const page = pageFrom(rows, limit, (one) => [one.key, one.postId]);
      return { summary: views.summaryJson(row), ...mapped(page, views.reviewJson) };
    },

    async photos(productId: string, query: Paged) {
      const before = idOf(query.cursor);
      if (isRefusal(before)) return before;
      const of = { productId, before, limit: query.limit + 1 };
      const page = pageFrom(await read.photosOf(db, of), query.limit, byId);
      return mapped(page, views.photosJson);
    },

    async questions(productId: string, query: Paged) {
      const before = idOf(query.cursor);
      if (isRefusal(before)) return before;
      const of = { productId, before, limit: query.limit + 1 };
      const page = pageFrom(await read.questionsOf(db, of), query.limit, byId);
      const ids = page.data.map((one) => one.postId);
      const answers = Map.groupBy(await read.publishedAnswers(db, ids), (one) => one.parentId);
      return mapped(page, (one) => views.questionJson(one, answers.get(one.postId) ?? []));
    },

    async own(userId: string, query: Paged) {
      const before = idOf(query.cursor);
      if (isRefusal(before)) return before;
      const of = { userId, kinds: ['review'] as const, before, limit: query.limit + 1 };
      const page = pageFrom(await read.postsOf(db, of), query.limit, byId);
      return mapped(page, (one) => views.ownReviewJson(one, clock.now()));
    },

    /** One of somebody's reviews. */
    async ownOne(userId: string, postId: string) {
      const post = await read.postById(db, postId);
      const mine = post?.kind === 'review' && post.userId === userId;
      return mine ? views.ownReviewJson(post, clock.now()) : refuse('review-not-found', { postId });
    },

    async lines(
      who: { userId: string; sellerIds: readonly string[] },
      query: Paged & { orderNumber?: string; productId?: string; open?: boolean },
    ) {
      const before = keyOf(query.cursor, ['string', 'number']);
      if (isRefusal(before)) return before;
      const { orderNumber = null, productId = null, open = false, limit } = query;
      const rows = await read.linesOf(db, {
        userId: who.userId,
        orderNumber,
        productId,
        open,
        limit: limit + 1,
        before: before as [string, number] | null,
      });
      const page = pageFrom(rows, limit, (one) => [one.orderId, one.lineNo]);
      return mapped(page, (one) => views.openLineJson(one, who.sellerIds, clock.now()));
    },

    ...deskQueries(db),
  };
}

function deskQueries(db: RoomContext['db']) {
  return {
    async desk(query: Paged & { kind?: PostKind; state?: PostState; productId?: string }) {
      const after = idOf(query.cursor);
      if (isRefusal(after)) return after;
      const { kind = null, state = null, productId = null, limit } = query;
      const rows = await read.deskPage(db, { kind, state, productId, after, limit: limit + 1 });
      return mapped(pageFrom(rows, limit, byId), views.deskJson);
    },

    async deskOne(postId: string) {
      const post = await read.postById(db, postId);
      if (post === undefined) return refuse('review-not-found', { postId });
      return { ...views.deskJson(post), ...views.historyJson(await read.historyOf(db, postId)) };
    },

    waiting: async ({ sellerIds }: { sellerIds: string[] }) => ({
      questions: await read.openQuestions(db, sellerIds),
    }),

    async ofSellers(
      sellerIds: readonly string[],
      query: Paged & { kind: 'review' | 'question'; open?: boolean },
    ) {
      const before = idOf(query.cursor);
      if (isRefusal(before)) return before;
      const { kind, open = false, limit } = query;
      const of = { sellerIds, kind, open, before, limit: limit + 1 };
      const rows = await read.sellerPage(db, of);
      return mapped(pageFrom(rows, limit, byId), views.sellerPostJson);
    },
  };
}

const byId = (post: Pick<Post, 'postId'>) => [post.postId];

function mapped<Row, Json>(page: Page<Row>, json: (row: Row) => Json): Page<Json> {
  return { ...page, data: page.data.map(json) };
}

function notValid(): NotValid {
  return refuse('validation-failed', {
    errors: [{ pointer: '/cursor', in: 'query', code: 'not-valid', detail: 'is no cursor' }],
  });
}

/** The key in a cursor: values of these types, null where there is no cursor. */
function keyOf(text: string | undefined, types: readonly string[]): unknown[] | null | NotValid {
  if (text === undefined) return null;
  try {
    const key: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    if (Array.isArray(key) && key.length === types.length && key.every(fits(types))) return key;
  } catch {
    // no JSON: the same answer as for any other text
  }
  return notValid();
}

/** Numbers are whole and small, texts are ids. */
const fits = (types: readonly string[]) => (one: unknown, at: number) =>
  types[at] === 'number'
    ? Number.isInteger(one) && Math.abs(Number(one)) < 2 ** 31
    : ['rev', 'qst', 'ans', 'ord'].some((prefix) => isId(prefix, one));

function idOf(text: string | undefined): string | null | NotValid {
  const key = keyOf(text, ['string']);
  return isRefusal(key) ? key : key === null ? null : String(key[0]);
}
