// The write path of buyers and readers: reviews, questions, answers, votes, complaints. Each is
// one short transaction that locks the post it changes; what it does to the figures of a product
// commits with it.
import { eventMeta } from '#kernel/core/context.ts';
import { newId } from '#kernel/core/id.ts';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { Sql } from '#kernel/db/db.ts';
import type { RoomContext } from '#kernel/service.ts';
import {
  answersPerQuestion_max,
  review_chars_min,
  textHash as hashOf,
  type PostKind,
} from './contract.ts';
import * as model from './model.ts';
import { claimed, noPictures, pictured, type ClaimPictures } from './pictures.ts';
import * as store from './store.ts';
import type { NewPost, Post } from './store.ts';
import { postById } from './store-read.ts';

/** Who writes. */
export interface Who {
  userId: string;
  /** Sellers it works for. */
  sellerIds: readonly string[];
}

export interface ReviewText extends model.Aspects {
  stars: number;
  title: string;
  text: string;
  authorName?: string;
  /** Ids of pictures that were sent; of a change: undefined leaves them as they are. */
  pictures?: readonly string[];
}

export interface ProductFacts {
  productId: string;
  sellerId: string;
  name: string;
}

export type Needs = Pick<RoomContext, 'db' | 'outbox' | 'clock'> & {
  /** Undefined where the catalogue knows none; rejects when it is away. */
  product(productId: string): Promise<ProductFacts | undefined>;
  claimPictures: ClaimPictures;
};

type Kept = Pick<Post, 'title' | 'body' | 'textHash' | 'authorName'> & model.Rated;
type Invalid = Refusal<'validation-failed'>;

const noPost = (postId: string) => refuse('review-not-found', { postId });

/** A review as it is kept, or what is wrong with it. */
function keptReview(input: ReviewText): Kept | Invalid {
  const { stars, quality, value, described } = input;
  const title = model.plainText(input.title, { pointer: '/title', min: 0 });
  if (isRefusal(title)) return title;
  const rule = { pointer: '/text', min: review_chars_min, lines: true };
  const body = model.plainText(input.text, rule);
  if (isRefusal(body)) return body;
  const authorName = model.authorName(input.authorName);
  if (isRefusal(authorName)) return authorName;
  const textHash = hashOf(title, body);
  return { stars, quality, value, described, title, body, authorName, textHash };
}

/** The signals of a text that is about to be written. */
async function signalsOf(
  tx: Sql,
  of: { title: string; body: string; textHash: string; userId: string; postId: string },
): Promise<string[]> {
  const around = await store.circumstances(tx, of);
  return model.signalsOf(of.title + '\n' + of.body, around);
}

const ratedAs = (post: Post): model.Rated | null =>
  post.state === 'PUBLISHED' && post.stars !== null ? { ...post, stars: post.stars } : null;

/** Writes a locked post as it now is, with what that does to the figures of its product. */
export async function settle(
  tx: Sql,
  change: { before: Post; after: Post; actor: string; edited?: boolean; replied?: boolean },
): Promise<void> {
  const { before, after, ...rest } = change;
  await store.savePost(tx, after, { ...rest, state: before.state, meta: eventMeta() });
  await count(tx, before, after);
}

/** What a move or an edit does to the figures; null: it is gone. */
async function count(tx: Sql, before: Post, after: Post | null): Promise<void> {
  const rated = after === null ? null : ratedAs(after);
  const change = model.ratingChange(before, ratedAs(before), rated);
  if (!model.changesNothing(change)) await store.changeRatings(tx, [change], eventMeta());
}

export type Commands = ReturnType<typeof reviewCommands>;

export function reviewCommands(needs: Needs) {
  const { db, outbox } = needs;
  const inTx = async <R>(work: (tx: Sql) => Promise<R>): Promise<R> => {
    const done = await db.tx(work);
    outbox.poke();
    return done;
  };
  return {
    /** A review of the newest line of a product that has none, or of the line named. */
    write: (who: Who, input: WriteInput) => writeReview(needs, { who, input }, inTx),
    edit: (who: Who, postId: string, input: ReviewText & { version: number }) =>
      editReview(needs, { who, postId, input }, inTx),
    /** Takes back what somebody wrote, of one kind; with a question go its answers. */
    remove: (who: Who, postId: string) => inTx((tx) => remove(tx, who, postId)),
    vote: (who: Who, postId: string, helpful: boolean | null) =>
      inTx(async (tx) => {
        const post = await readable(tx, who, postId);
        return isRefusal(post) ? post : store.vote(tx, post, { userId: who.userId, helpful });
      }),
    report: (who: Who, postId: string, reason: string) =>
      inTx(async (tx) => {
        const post = await readable(tx, who, postId);
        if (isRefusal(post)) return post;
        await store.report(tx, { postId, userId: who.userId, reason });
        return true as const;
      }),
    ask: (who: Who, input: { productId: string; text: string; authorName?: string }) =>
      ask(needs, { who, input }, inTx),
    answer: (who: Who, input: { questionId: string; text: string; authorName?: string }) =>
      inTx((tx) => answer(tx, who, input)),
  };
}

type InTx = <R>(work: (tx: Sql) => Promise<R>) => Promise<R>;

export interface WriteInput extends ReviewText {
  productId: string;
  orderId?: string;
  lineNo?: number;
}

async function writeReview(
  { clock, db, claimPictures }: Needs,
  { who, input }: { who: Who; input: WriteInput },
  inTx: InTx,
) {
  const kept = keptReview(input);
  if (isRefusal(kept)) return kept;
  const { userId } = who;
  let wanted: WriteInput = input;
  let pictures = noPictures;
  if (input.pictures !== undefined && input.pictures.length > 0) {
    // For which line must be known before: the pictures are another room's to give.
    const line = await openLine(db, { who, input, now_ms: clock.now() });
    if (isRefusal(line)) return line;
    const { orderId, lineNo } = line;
    const found = await claimed(claimPictures, {
      ownerId: userId,
      orderId,
      lineNo,
      pictureIds: input.pictures,
    });
    if (isRefusal(found)) return found;
    pictures = pictured(noPictures, found);
    wanted = { ...input, orderId, lineNo };
  }
  return inTx(async (tx) => {
    const line = await openLine(tx, { who, input: wanted, now_ms: clock.now() });
    if (isRefusal(line)) return line;
    const postId = newId('rev');
    const signals = await signalsOf(tx, { ...kept, userId, postId });
    const state = signals.length === 0 ? ('PUBLISHED' as const) : ('PENDING' as const);
    const { sellerId, productName } = line;
    const post: NewPost = {
      ...kept,
      ...pictures,
      postId,
      kind: 'review',
      productId: line.productId,
      sellerId,
      productName,
      parentId: null,
      userId,
      authorRole: 'buyer',
      orderId: line.orderId,
      lineNo: line.lineNo,
      state,
      signals,
    };
    // Another request of the same person may have been faster.
    if (!(await store.addPost(tx, post, eventMeta()))) return refuse('review-exists', {});
    if (state === 'PUBLISHED') {
      const change = model.ratingChange(line, null, kept);
      await store.changeRatings(tx, [change], eventMeta());
    }
    return { postId };
  });
}

/** The line that a review is written for: the one named, or the newest without one. */
async function openLine(
  sql: Sql,
  of: { who: Who; input: WriteInput; now_ms: number },
): Promise<store.Purchase | Refusal<'review-exists' | 'review-not-eligible'>> {
  const { productId, orderId = null, lineNo = null } = of.input;
  const { userId, sellerIds } = of.who;
  const lines = await store.purchasesOf(sql, { userId, productId, orderId, lineNo });
  const line = lines.find((one) => one.reviewId === null);
  if (line === undefined) {
    const reviewId = lines[0]?.reviewId;
    return reviewId
      ? refuse('review-exists', { reviewId })
      : refuse('review-not-eligible', { reason: 'not-delivered' });
  }
  const reason = model.barOf(line, sellerIds, of.now_ms);
  return reason === null ? line : refuse('review-not-eligible', { reason });
}

/** The pictures that a change asks for; null: they stay as they are. */
async function newPictures(
  { db, claimPictures }: Needs,
  { who, postId, input }: { who: Who; postId: string; input: ReviewText },
) {
  if (input.pictures === undefined) return null;
  const post = await postById(db, postId);
  if (post?.userId !== who.userId || post.orderId === null || post.lineNo === null) {
    return noPost(postId);
  }
  const { orderId, lineNo } = post;
  const of = { ownerId: who.userId, orderId, lineNo, pictureIds: input.pictures };
  return claimed(claimPictures, of);
}

async function editReview(
  needs: Needs,
  of: { who: Who; postId: string; input: ReviewText & { version: number } },
  inTx: InTx,
) {
  const { who, postId, input } = of;
  const { clock } = needs;
  const kept = keptReview(input);
  if (isRefusal(kept)) return kept;
  const pictures = await newPictures(needs, of);
  if (isRefusal(pictures)) return pictures;
  return inTx(async (tx) => {
    const before = await ownPost(tx, who, postId);
    if (isRefusal(before)) return before;
    if (before.kind !== 'review') return noPost(postId);
    if (before.version !== input.version) return refuse('precondition-failed', {});
    const until = model.editUntil(before.createdAt);
    if (clock.now() > until) {
      return refuse('review-window-over', { until: new Date(until).toISOString() });
    }
    const signals = await signalsOf(tx, { ...kept, userId: who.userId, postId });
    // What a moderator has refused is looked at again, whatever it says now.
    const open = before.state === 'PUBLISHED' && signals.length === 0;
    const state = open ? ('PUBLISHED' as const) : ('PENDING' as const);
    const seen = pictures === null ? {} : pictured(before, pictures);
    const after: Post = { ...before, ...kept, ...seen, state, signals, reason: null };
    await settle(tx, { before, after, actor: who.userId, edited: true });
    return { postId };
  });
}

async function ownPost(tx: Sql, who: Who, postId: string) {
  const post = await store.lockPost(tx, postId);
  // Nobody's user id is null: a forgotten post belongs to no one.
  return post === undefined || post.userId !== who.userId ? noPost(postId) : post;
}

/** A published post of somebody else, locked. */
async function readable(tx: Sql, who: Who, postId: string) {
  const post = await store.lockPost(tx, postId);
  if (post === undefined || post.state !== 'PUBLISHED') return noPost(postId);
  return post.userId === who.userId ? refuse('own-review', {}) : post;
}

async function remove(tx: Sql, who: Who, postId: string) {
  const post = await ownPost(tx, who, postId);
  if (isRefusal(post)) return post;
  await count(tx, post, null);
  await store.removePosts(tx, [postId], { actor: who.userId, meta: eventMeta() });
  return true as const;
}

async function ask(
  { product }: Needs,
  of: { who: Who; input: { productId: string; text: string; authorName?: string } },
  inTx: InTx,
) {
  const { who, input } = of;
  const text = keptText(input);
  if (isRefusal(text)) return text;
  const facts = await product(input.productId);
  if (facts === undefined) return refuse('not-found', { productId: input.productId });
  const { productId, sellerId, name: productName } = facts;
  const parent = { productId, sellerId, productName, parentId: null };
  return inTx((tx) => addText(tx, { who, text, parent, kind: 'question', authorRole: 'asker' }));
}

interface Text {
  body: string;
  textHash: string;
  authorName: string | null;
}

function keptText(input: { text: string; authorName?: string }): Text | Invalid {
  const body = model.plainText(input.text, { pointer: '/text', min: 2, lines: true });
  if (isRefusal(body)) return body;
  const authorName = model.authorName(input.authorName);
  if (isRefusal(authorName)) return authorName;
  return { body, textHash: hashOf(body), authorName };
}

interface TextToAdd {
  who: Who;
  text: Text;
  parent: Pick<Post, 'productId' | 'sellerId' | 'productName' | 'parentId'>;
  kind: Exclude<PostKind, 'review'>;
  authorRole: NewPost['authorRole'];
}

async function addText(tx: Sql, { who, text, parent, kind, authorRole }: TextToAdd) {
  const postId = newId(kind === 'question' ? 'qst' : 'ans');
  const { userId } = who;
  const signals = await signalsOf(tx, { title: '', ...text, userId, postId });
  const state = signals.length === 0 ? ('PUBLISHED' as const) : ('PENDING' as const);
  const post = { postId, kind, userId, authorRole, state, signals };
  const none = { orderId: null, lineNo: null, title: '', ...noPictures };
  await store.addPost(tx, { ...none, ...post, ...parent, ...text }, eventMeta());
  return { postId, state };
}

async function answer(
  tx: Sql,
  who: Who,
  input: { questionId: string; text: string; authorName?: string },
) {
  const text = keptText(input);
  if (isRefusal(text)) return text;
  const { questionId } = input;
  const question = await store.lockPost(tx, questionId);
  if (question?.kind !== 'question' || question.state !== 'PUBLISHED') return noPost(questionId);
  const { productId, sellerId, productName } = question;
  const authorRole = await roleOf(tx, who, question);
  if (authorRole === null) return refuse('answer-not-allowed', { productId });
  if ((await store.answersOf(tx, questionId)) >= answersPerQuestion_max) {
    return refuse('answer-limit', { max: answersPerQuestion_max });
  }
  const parent = { productId, sellerId, productName, parentId: questionId };
  return addText(tx, { who, text, parent, kind: 'answer', authorRole });
}

/** As what somebody answers a question; null: not at all. */
async function roleOf(tx: Sql, who: Who, question: Post): Promise<NewPost['authorRole'] | null> {
  if (who.sellerIds.includes(question.sellerId)) return 'seller';
  if (question.userId === who.userId) return 'asker';
  return (await store.hasBought(tx, who.userId, question.productId)) ? 'buyer' : null;
}
