// What readers and authors do: read reviews and questions, write, change and take back their own,
// vote, complain, ask and answer.
import { isRefusal } from '#kernel/core/refusal.ts';
import { etagOf } from '#kernel/http/etag.ts';
import type { Principal } from '#kernel/http/principal.ts';
import { reply, route, type Route } from '#kernel/http/route.ts';
import type { Static } from 'typebox';
import type { Commands, ReviewText, Who } from './commands.ts';
import type { Queries } from './queries.ts';
import * as schemas from './schemas.ts';

export interface RouteNeeds {
  commands: Commands;
  queries: Queries;
}

const reading = { method: 'GET', limit: 'read', idempotency: 'none' } as const;
const open = { ...reading, audience: 'public', owner: 'none' } as const;
const writing = { limit: 'write', idempotency: 'accepted' } as const;
const owner = 'the order line, or what was written, belongs to the caller';
/** Guests buy, so they may review; only accounts vote and complain, since guests cost nothing. */
const buyer = { audience: 'guest', owner } as const;
const account = { audience: 'user', owner: 'one vote or complaint for each account' } as const;

export function reviewRoutes(needs: RouteNeeds): Route[] {
  return [
    ...readRoutes(needs),
    ...mineRoutes(needs),
    ...writeRoutes(needs),
    ...questionRoutes(needs),
    ...postRoutes(needs),
  ];
}

const whoOf = ({ id, sellers }: Principal): Who => ({
  userId: id,
  sellerIds: sellers.map((one) => one.sellerId),
});

function textOf(body: Static<typeof schemas.editBody>): ReviewText {
  const { quality = null, value = null, described = null } = body.aspects ?? {};
  const { stars, title = '', text, authorName } = body;
  const named = authorName === undefined ? {} : { authorName };
  const pictured = body.pictures === undefined ? {} : { pictures: body.pictures };
  return { stars, quality, value, described, title, text, ...named, ...pictured };
}

function readRoutes({ queries }: RouteNeeds): Route[] {
  return [
    route({
      ...open,
      path: '/products/:productId/reviews',
      summary: 'Reviews of a product with the distribution of stars and aspects',
      params: schemas.productParams,
      query: schemas.reviewsQuery,
      replies: { 200: schemas.productReviews },
      errors: ['validation-failed'],
      handle: (req) => queries.ofProduct(req.params.productId, req.query),
    }),
    route({
      ...open,
      path: '/products/:productId/review-pictures',
      summary: 'Reviews of a product with pictures, newest first: the wall of photos',
      params: schemas.productParams,
      query: schemas.pageOnly,
      replies: { 200: schemas.photoPage },
      errors: ['validation-failed'],
      handle: (req) => queries.photos(req.params.productId, req.query),
    }),
    route({
      ...open,
      path: '/products/:productId/questions',
      summary: 'Questions on a product with their answers, newest first',
      params: schemas.productParams,
      query: schemas.pageOnly,
      replies: { 200: schemas.questionPage },
      errors: ['validation-failed'],
      handle: (req) => queries.questions(req.params.productId, req.query),
    }),
  ];
}

function mineRoutes({ queries }: RouteNeeds): Route[] {
  return [
    route({
      ...buyer,
      ...reading,
      path: '/me/reviews',
      summary: 'What I reviewed, newest first, with its state',
      query: schemas.pageOnly,
      replies: { 200: schemas.ownPage },
      errors: ['validation-failed'],
      handle: (req) => queries.own(req.principal.id, req.query),
    }),
    route({
      ...buyer,
      ...reading,
      path: '/me/reviews/:reviewId',
      summary: 'One of my reviews',
      params: schemas.reviewParams,
      replies: { 200: schemas.ownReview },
      errors: ['review-not-found'],
      handle: async (req) => {
        const found = await queries.ownOne(req.principal.id, req.params.reviewId);
        return isRefusal(found) ? found : reply(200, found, { etag: etagOf(found.version) });
      },
    }),
    route({
      ...buyer,
      ...reading,
      path: '/me/reviewable',
      summary: 'What I bought and have, and whether I can review it',
      query: schemas.linesQuery,
      replies: { 200: schemas.linePage },
      errors: ['validation-failed'],
      handle: (req) => queries.lines(whoOf(req.principal), req.query),
    }),
  ];
}

function writeRoutes({ commands, queries }: RouteNeeds): Route[] {
  const kept = async (userId: string, postId: string) => queries.ownOne(userId, postId);
  return [
    route({
      ...buyer,
      ...writing,
      method: 'POST',
      path: '/products/:productId/reviews',
      summary: 'Review something that I bought and that arrived',
      description:
        'One review for each order line. Most appear at once; a text with links, shouting, ' +
        'watched words or the like waits for a person first (state PENDING). Pictures always do, ' +
        'by themselves.',
      params: schemas.productParams,
      body: schemas.writeBody,
      replies: { 201: schemas.ownReview },
      errors: [
        'review-not-eligible',
        'review-exists',
        'review-not-found',
        'picture-not-found',
        'room-unavailable',
        'validation-failed',
      ],
      handle: async (req) => {
        const { orderId, lineNo } = req.body;
        const line = { ...(orderId && { orderId }), ...(lineNo && { lineNo }) };
        const input = { ...textOf(req.body), ...line, productId: req.params.productId };
        const made = await commands.write(whoOf(req.principal), input);
        if (isRefusal(made)) return made;
        const found = await kept(req.principal.id, made.postId);
        if (isRefusal(found)) return found;
        return reply(201, found, {
          location: `/api/v1/me/reviews/${made.postId}`,
          etag: etagOf(found.version),
        });
      },
    }),
    route({
      ...buyer,
      ...writing,
      method: 'PUT',
      path: '/reviews/:reviewId',
      summary: 'Change my review, within some days of writing it',
      ifMatch: true,
      params: schemas.reviewParams,
      body: schemas.editBody,
      replies: { 200: schemas.ownReview },
      errors: [
        'review-not-found',
        'review-window-over',
        'precondition-failed',
        'picture-not-found',
        'room-unavailable',
        'validation-failed',
      ],
      handle: async (req) => {
        const { reviewId } = req.params;
        const input = { ...textOf(req.body), version: req.ifMatch };
        const done = await commands.edit(whoOf(req.principal), reviewId, input);
        if (isRefusal(done)) return done;
        const found = await kept(req.principal.id, reviewId);
        return isRefusal(found) ? found : reply(200, found, { etag: etagOf(found.version) });
      },
    }),
  ];
}

function questionRoutes({ commands }: RouteNeeds): Route[] {
  return [
    route({
      ...buyer,
      ...writing,
      audience: 'user',
      method: 'POST',
      path: '/products/:productId/questions',
      summary: 'Ask something about a product',
      params: schemas.productParams,
      body: schemas.questionBody,
      replies: { 201: schemas.made },
      errors: ['not-found', 'room-unavailable', 'validation-failed'],
      handle: async (req) => {
        const input = { ...req.body, productId: req.params.productId };
        const made = await commands.ask(whoOf(req.principal), input);
        return isRefusal(made) ? made : reply(201, made);
      },
    }),
    route({
      ...buyer,
      ...writing,
      method: 'POST',
      path: '/questions/:questionId/answers',
      summary: 'Answer a question: its seller, people who bought the product, and who asked',
      params: schemas.questionParams,
      body: schemas.answerBody,
      replies: { 201: schemas.made },
      errors: ['review-not-found', 'answer-not-allowed', 'answer-limit', 'validation-failed'],
      handle: async (req) => {
        const input = { ...req.body, questionId: req.params.questionId };
        const made = await commands.answer(whoOf(req.principal), input);
        return isRefusal(made) ? made : reply(201, made);
      },
    }),
  ];
}

/** What can be done with reviews, questions and answers alike. */
function postRoutes({ commands }: RouteNeeds): Route[] {
  const kinds = [
    { path: '/reviews/:reviewId', of: 'review', params: schemas.reviewParams },
    { path: '/questions/:questionId', of: 'question', params: schemas.questionParams },
    { path: '/answers/:answerId', of: 'answer', params: schemas.answerParams },
  ] as const;
  const idOf = (params: object): string => String(Object.values(params)[0]);
  const each = kinds.flatMap(({ path, of, params }) => [
    route({
      ...buyer,
      ...writing,
      method: 'DELETE',
      path,
      summary: `Take back my ${of}`,
      params,
      replies: { 204: null },
      errors: ['review-not-found'],
      handle: async (req) => {
        const done = await commands.remove(whoOf(req.principal), idOf(req.params));
        return isRefusal(done) ? done : reply(204, null);
      },
    }),
    route({
      ...account,
      ...writing,
      method: 'POST',
      path: `${path}/reports`,
      summary: `Tell the moderators that something is wrong with this ${of}`,
      params,
      body: schemas.reportBody,
      replies: { 204: null },
      errors: ['review-not-found', 'own-review', 'validation-failed'],
      handle: async (req) => {
        const { reason } = req.body;
        const done = await commands.report(whoOf(req.principal), idOf(req.params), reason);
        return isRefusal(done) ? done : reply(204, null);
      },
    }),
  ]);
  const voting = route({
    ...account,
    ...writing,
    method: 'POST',
    path: '/reviews/:reviewId/votes',
    summary: 'Say whether a review helped me; again says it anew, null takes it back',
    params: schemas.reviewParams,
    body: schemas.voteBody,
    replies: { 200: schemas.votes },
    errors: ['review-not-found', 'own-review', 'validation-failed'],
    handle: (req) => commands.vote(whoOf(req.principal), req.params.reviewId, req.body.helpful),
  });
  return [...each, voting];
}
