// Reviews over HTTP, against every room: who may write, how often, what readers see, and that the
// figures of product, list and seller follow.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { newId } from '#kernel/core/id.ts';
import { identityCalls } from '#services/identity/contract.ts';
import { reviewsCalls } from './contract.ts';
import type { Answer } from '../../test/app.ts';
import { openReturns, type Body } from '../../test/returns.ts';

const { app, shop, db, kit, close } = await openReturns();
after(close);

const ok = (answer: Answer): Body => {
  assert.ok(answer.status < 300, `${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
};

/** Looks until it is so: events and tasks need a moment. */
async function until<T>(look: () => Promise<T | undefined>, what: string): Promise<T> {
  for (let tries = 0; tries < 2400; tries += 1) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((wake) => setTimeout(wake, 25));
  }
  throw new Error(`never: ${what}`);
}

/** A buyer to whom a product of the shop was delivered, as reviews knows. */
async function owner(product: { productId: string; variantId: string }, lines = 1) {
  const buyer = await shop.shopper();
  const orders = [];
  for (let n = 0; n < lines; n += 1) {
    orders.push(await kit.delivered(buyer, [{ ...product, quantity: 1 }]));
  }
  await until(async () => {
    const path = `/me/reviewable?productId=${product.productId}`;
    const { data } = ok(await app.get(path, { token: buyer.token }));
    return data.length === lines ? data : undefined;
  }, 'the purchase is known');
  return { buyer, orders };
}

/** Somebody with an account; guests buy and review, but neither vote nor ask. */
async function account(): Promise<{ userId: string; token: string }> {
  const userId = newId('usr');
  const email = `${userId}@example.test`;
  const password = 'a long enough pass phrase';
  const one = { userId, email, password, name: 'Ana Reader', roles: [], addresses: [] };
  await app.host.client(identityCalls).import({ users: [one] });
  const { accessToken } = ok(await app.post('/auth/login', { body: { email, password } }));
  return { userId, token: accessToken };
}

const text = 'Does what it should, and the lid closes well.';
let written = 0;

const write = (buyer: { token: string }, productId: string, body: object = {}) => {
  written += 1;
  const own = { stars: 5, text: `${text} Number ${written}.` };
  const sent = { token: buyer.token, key: newId('key'), body: { ...own, ...body } };
  return app.post(`/products/${productId}/reviews`, sent);
};

const listOf = async (productId: string, query = '') =>
  ok(await app.get(`/products/${productId}/reviews${query}`));

const admin = () => ({ token: shop.adminToken, key: newId('key') });

test('only who bought it and has it may review it, once for each order line', async () => {
  const product = await shop.product({ stock: 9, price: 20 });
  const stranger = await shop.shopper();
  const none = await write(stranger, product.productId);
  assert.deepEqual(
    [none.status, none.body.code, none.body.reason],
    [409, 'review-not-eligible', 'not-delivered'],
  );
  const { buyer, orders } = await owner(product, 2);
  const first = ok(await write(buyer, product.productId, { stars: 4, authorName: ' Ana ' }));
  assert.equal(first.state, 'PUBLISHED');
  assert.equal(first.orderNumber, orders[1]?.orderNumber, 'the newest line comes first');
  assert.deepEqual(first.author, { name: 'Ana', former: false });

  // Ten at once for the line that is left: one of them wins.
  const many = await Promise.all(
    Array.from({ length: 10 }, () => write(buyer, product.productId, { stars: 2 })),
  );
  assert.equal(many.filter((one) => one.status === 201).length, 1);
  for (const one of many) assert.ok([201, 409].includes(one.status), String(one.status));
  const more = await write(buyer, product.productId);
  assert.equal(more.body.code, 'review-exists');

  const page = await listOf(product.productId, '?sort=highest');
  assert.deepEqual([page.summary.count, page.summary.average], [2, 3]);
  assert.deepEqual(page.summary.stars, [0, 1, 0, 1, 0]);
  assert.deepEqual(
    page.data.map((one: Body) => one.stars),
    [4, 2],
  );
  const other = await write(stranger, product.productId, { orderId: orders[0]?.orderId });
  assert.equal(other.body.reason, 'not-delivered', 'nobody reviews by another person’s order');
});

test('what product, list and seller show is what reviews count', async () => {
  const product = await shop.product({ stock: 9, price: 20 });
  const { buyer } = await owner(product, 1);
  const made = ok(await write(buyer, product.productId, { stars: 3 }));
  const shown = (count: number) => async () => {
    const one = ok(await app.get(`/products/${product.productId}`));
    return one.reviewCount === count ? one : undefined;
  };
  assert.equal((await until(shown(1), 'the product shows the review')).rating, 3);
  const { rows } = await db.query(
    'select rating_x100, review_count from catalog.listing where product_id = $1',
    [product.productId],
  );
  assert.ok(rows.length > 0);
  for (const row of rows) assert.deepEqual(row, { rating_x100: 300, review_count: 1 });
  const seller = await until(async () => {
    const one = ok(await app.get(`/sellers/${shop.sellerId}`));
    return one.reviewCount === 3 ? one : undefined;
  }, 'the seller shows all reviews of its products');
  assert.equal(seller.rating, 3);
  ok(await app.send('DELETE', `/reviews/${made.reviewId}`, { token: buyer.token }));
  assert.equal((await until(shown(0), 'it is gone')).rating, 0);
  assert.equal((await listOf(product.productId)).summary.count, 0);
});

test('a review is changed by its author only, and waits when it then looks odd', async () => {
  const product = await shop.product({ stock: 9, price: 20 });
  const { buyer } = await owner(product);
  const made = ok(await write(buyer, product.productId, { aspects: { quality: 4 } }));
  const put = (who: { token: string }, version: number, body: object) =>
    app.send('PUT', `/reviews/${made.reviewId}`, {
      token: who.token,
      key: newId('key'),
      headers: { 'if-match': `"${version}"` },
      body,
    });
  const stranger = await shop.shopper();
  assert.equal((await put(stranger, 1, { stars: 1, text })).status, 404);
  const changed = ok(await put(buyer, 1, { stars: 2, text: 'After a month the hinge broke.' }));
  assert.deepEqual([changed.stars, changed.version, changed.state], [2, 2, 'PUBLISHED']);
  assert.equal((await put(buyer, 1, { stars: 5, text })).status, 412);
  const odd = ok(await put(buyer, 2, { stars: 1, text: 'Better ones on www.example.com today' }));
  assert.equal(odd.state, 'PENDING');
  assert.equal((await listOf(product.productId)).summary.count, 0);
  await db.query(
    "update reviews.post set created_at = now() - interval '31 days' where post_id = $1",
    [made.reviewId],
  );
  assert.equal((await put(buyer, 3, { stars: 5, text })).body.code, 'review-window-over');
});

test('moderators let in, refuse and hide, with reasons, and every move is in the log', async () => {
  const product = await shop.product({ stock: 9, price: 20 });
  const { buyer } = await owner(product);
  const loud = 'THIS IS THE WORST THING THAT I HAVE EVER BOUGHT';
  const made = ok(await write(buyer, product.productId, { stars: 1, text: loud }));
  assert.equal(made.state, 'PENDING');
  assert.equal((await listOf(product.productId)).data.length, 0);
  const queue = ok(await app.get(`/admin/reviews?productId=${product.productId}`, admin()));
  assert.deepEqual(
    queue.data.map((one: Body) => [one.postId, one.signals]),
    [[made.reviewId, ['shouting']]],
  );
  const path = `/admin/reviews/${made.reviewId}`;
  assert.equal((await app.post(`${path}/approve`, { token: buyer.token })).status, 401);
  ok(await app.post(`${path}/approve`, admin()));
  ok(await app.post(`${path}/approve`, admin()));
  assert.deepEqual((await listOf(product.productId)).summary.stars, [1, 0, 0, 0, 0]);
  const reader = await account();
  const complaint = { token: reader.token, body: { reason: 'offensive' } };
  ok(await app.post(`/reviews/${made.reviewId}/reports`, complaint));
  ok(await app.post(`/reviews/${made.reviewId}/reports`, complaint));
  const again = ok(await app.get(`/admin/reviews?productId=${product.productId}`, admin()));
  assert.equal(again.data[0].reports, 1);
  const body = { reason: 'Not about the goods' };
  const hidden = ok(await app.post(`${path}/reject`, { ...admin(), body }));
  assert.deepEqual([hidden.state, hidden.reports, hidden.reason], ['HIDDEN', 0, body.reason]);
  assert.deepEqual(
    hidden.moves.map((one: Body) => one.to),
    ['PENDING', 'PUBLISHED', 'HIDDEN'],
  );
  assert.equal((await app.post(`${path}/reject`, { ...admin(), body })).status, 409);
  assert.equal((await listOf(product.productId)).summary.count, 0);
  const [own] = ok(await app.get('/me/reviews', { token: buyer.token })).data;
  assert.deepEqual([own.state, own.reason], ['HIDDEN', body.reason]);
});

test('one vote for each person, which can be changed; never for oneself', async () => {
  const product = await shop.product({ stock: 9, price: 20 });
  const { buyer } = await owner(product);
  const { reviewId } = ok(await write(buyer, product.productId));
  const reader = await account();
  const vote = (who: { token: string }, helpful: boolean | null) =>
    app.post(`/reviews/${reviewId}/votes`, { token: who.token, body: { helpful } });
  assert.equal((await vote(buyer, true)).status, 401, 'guests cost nothing, so they have no say');
  const both = [true, false, true, false, true, null, true, false, null, true];
  for (const one of await Promise.all(both.map((helpful) => vote(reader, helpful)))) ok(one);
  assert.deepEqual(ok(await vote(reader, false)), { helpful: 0, unhelpful: 1 });
  assert.deepEqual(ok(await vote(await account(), true)), { helpful: 1, unhelpful: 1 });
  assert.deepEqual(ok(await vote(reader, null)), { helpful: 1, unhelpful: 0 });
});

test('sellers reply to reviews of their goods, and nobody reviews their own', async () => {
  const product = await shop.product({ stock: 9, price: 20 });
  const { buyer } = await owner(product);
  const { reviewId } = ok(await write(buyer, product.productId));
  const path = `/seller/reviews/${reviewId}/reply`;
  const sent = { body: { text: 'Thank you, Ana.' } };
  const open = ok(await app.get('/seller/reviews?open=true', { token: shop.sellerToken }));
  assert.ok(open.data.some((one: Body) => one.postId === reviewId));
  assert.equal((await app.send('PUT', path, { token: buyer.token, ...sent })).status, 401);
  ok(await app.send('PUT', path, { token: shop.sellerToken, key: newId('key'), ...sent }));
  const [shown] = (await listOf(product.productId)).data;
  assert.equal(shown.reply.text, 'Thank you, Ana.');
  await db.query(
    `insert into reviews.purchase select order_id, 2, order_number, 'usr_x', product_id,
       variant_id, seller_id, product_name, image_url, delivered_at
     from reviews.purchase where product_id = $1`,
    [product.productId],
  );
  const { rows } = await db.query(
    'select user_id from sellers.member where seller_id = $1 limit 1',
    [shop.sellerId],
  );
  await db.query("update reviews.purchase set user_id = $1 where user_id = 'usr_x'", [
    rows[0].user_id,
  ]);
  const own = await write({ token: shop.sellerToken }, product.productId);
  assert.equal(own.body.reason, 'own-product', JSON.stringify(own.body));
});

test('questions are answered by the seller, by buyers and by who asked', async () => {
  const product = await shop.product({ stock: 9, price: 20 });
  const { buyer } = await owner(product);
  const asker = await account();
  const stranger = await shop.shopper();
  const path = `/products/${product.productId}/questions`;
  const body = { text: 'Does it fit a round table?' };
  const asked = ok(await app.post(path, { token: asker.token, body }));
  const answers = `/questions/${asked.postId}/answers`;
  const say = (token: string, words: string) => app.post(answers, { token, body: { text: words } });
  assert.equal((await say(stranger.token, 'I do not know')).body.code, 'answer-not-allowed');
  ok(await say(buyer.token, 'It does on mine.'));
  ok(await say(asker.token, 'I thank you both.'));
  ok(await say(shop.sellerToken, 'Up to a metre across.'));
  const [shown] = ok(await app.get(path)).data;
  assert.deepEqual(
    shown.answers.map((one: Body) => one.by),
    ['seller', 'buyer', 'asker'],
  );
  const missing = `/products/${newId('prod')}/questions`;
  assert.equal((await app.post(missing, { token: asker.token, body })).status, 404);
});

test('bad input is told where it is wrong, and nothing is kept of it', async () => {
  const product = await shop.product({ stock: 9, price: 20 });
  const { buyer } = await owner(product);
  const wrong: [object, string][] = [
    [{ stars: 0 }, '/stars'],
    [{ stars: 4.5 }, '/stars'],
    [{ stars: '5' }, '/stars'],
    [{ text: 'Too short' }, '/text'],
    [{ text: '. . . . . . . . . . . .' }, '/text'],
    [{ text: `Fine until here\u0007 and on` }, '/text'],
    [{ text: `Fine until \u202E here and on` }, '/text'],
    [{ text: 'x'.repeat(4_001) }, '/text'],
    [{ title: 'x'.repeat(121) }, '/title'],
    [{ authorName: 'ana@example.com' }, '/authorName'],
    [{ aspects: { quality: 6 } }, '/aspects/quality'],
    [{ userId: 'usr_1' }, '/userId'],
    [{ verified: true }, '/verified'],
  ];
  for (const [body, pointer] of wrong) {
    const answer = await write(buyer, product.productId, body);
    assert.equal(answer.status, 422, JSON.stringify(body));
    const pointers = answer.body.errors.map((one: Body) => one.pointer);
    assert.ok(pointers.includes(pointer), `${pointer}: ${pointers.join()}`);
  }
  for (const query of ['?cursor=x', '?sort=x', '?stars=6', '?cursor=WzEsIjEiXQ', '?limit=0']) {
    const path = `/products/${product.productId}/reviews${query}`;
    assert.equal((await app.get(path)).status, 422, query);
  }
  const html = '<img src=x onerror=alert(1)> & the rest of it';
  assert.equal(ok(await write(buyer, product.productId, { text: html })).text, html);
});

test('pages follow each other in every order and leave nothing out', async () => {
  const product = await shop.product({ stock: 9, price: 20 });
  const { buyer } = await owner(product, 5);
  for (const stars of [3, 1, 5, 3, 4]) ok(await write(buyer, product.productId, { stars }));
  for (const sort of ['helpful', 'newest', 'highest', 'lowest']) {
    const seen: number[] = [];
    let cursor = '';
    do {
      const page = await listOf(product.productId, `?sort=${sort}&limit=2${cursor}`);
      seen.push(...page.data.map((one: Body) => one.stars));
      cursor = page.nextCursor === null ? '' : `&cursor=${page.nextCursor}`;
    } while (cursor !== '');
    assert.equal(seen.length, 5, sort);
    if (sort === 'highest') assert.deepEqual(seen, [5, 4, 3, 3, 1]);
    if (sort === 'lowest') assert.deepEqual(seen, [1, 3, 3, 4, 5]);
    if (sort === 'newest') assert.deepEqual(seen, [4, 3, 5, 1, 3]);
  }
  const threes = await listOf(product.productId, '?stars=3');
  assert.deepEqual(
    threes.data.map((one: Body) => one.stars),
    [3, 3],
  );
});

test('who is forgotten leaves published words without a name, and nothing else', async () => {
  const product = await shop.product({ stock: 9, price: 20 });
  const { buyer } = await owner(product);
  const writer = await account();
  await db.query('update reviews.purchase set user_id = $1 where user_id = $2', [
    writer.userId,
    buyer.userId,
  ]);
  const made = ok(await write(writer, product.productId, { authorName: 'Ana' }));
  const mine = `/reviews/${made.reviewId}/votes`;
  const praise = await app.post(mine, { token: writer.token, body: { helpful: true } });
  assert.equal(praise.body.code, 'own-review');
  const waiting = { token: writer.token, body: { text: 'Buy it at www.example.com' } };
  const asked = ok(await app.post(`/products/${product.productId}/questions`, waiting));
  assert.equal(asked.state, 'PENDING');
  const { buyer: other } = await owner(product);
  const theirs = ok(await write(other, product.productId, { stars: 1 }));
  const vote = { token: writer.token, body: { helpful: true } };
  ok(await app.post(`/reviews/${theirs.reviewId}/votes`, vote));
  const data = ok(await app.get('/me/export', { token: writer.token }));
  assert.match(JSON.stringify(data), new RegExp(made.reviewId));
  const password = { currentPassword: 'a long enough pass phrase' };
  const gone = await app.send('DELETE', '/me', { token: writer.token, body: password });
  assert.ok(gone.status < 300, JSON.stringify(gone.body));
  const left = await until(async () => {
    const page = await listOf(product.productId, '?sort=highest');
    return page.data[0].author.former ? page : undefined;
  }, 'the author is forgotten');
  assert.deepEqual(left.data[0].author, { name: null, former: true });
  assert.deepEqual([left.summary.count, left.data[1].helpful], [2, 0]);
  const { rows } = await db.query(
    `select (select count(*)::int from reviews.post where user_id = $1) as posts,
       (select count(*)::int from reviews.purchase where user_id = $1) as lines,
       (select count(*)::int from reviews.post where post_id = $2) as waiting,
       (select count(*)::int from reviews.post_transition where actor = $1) as named`,
    [writer.userId, asked.postId],
  );
  assert.deepEqual(rows[0], { posts: 0, lines: 0, waiting: 0, named: 0 });
});

test('the reviews of a world come in once, with their votes and figures', async () => {
  const product = await shop.product();
  const at = new Date(Date.now() - 86_400_000).toISOString();
  const world = [5, 4, 4].map((stars, n) => ({
    reviewId: newId('rev'),
    orderId: newId('ord'),
    orderNumber: `TS-000000000${n}`,
    userId: newId('usr'),
    authorName: null,
    productId: product.productId,
    productName: 'Thing',
    variantId: product.variantId,
    sellerId: shop.sellerId,
    stars,
    quality: n === 0 ? null : stars,
    value: null,
    described: null,
    title: '',
    body: 'It came with the world.',
    helpfulBy: n === 1 ? [newId('usr'), newId('usr')] : [],
    reply: n === 2 ? 'Thank you.' : null,
    createdAt: at,
  }));
  const reviews = app.host.client(reviewsCalls);
  assert.deepEqual(await reviews.import({ reviews: world }), { added: 3 });
  assert.deepEqual(await reviews.import({ reviews: world }), { added: 0 });
  const page = await listOf(product.productId);
  assert.deepEqual(page.summary, {
    count: 3,
    average: 4.33,
    stars: [0, 0, 0, 2, 1],
    photos: false,
    aspects: [{ name: 'quality', average: 4, count: 2 }],
  });
  assert.deepEqual([page.data[0].reviewId, page.data[0].helpful], [world[1]?.reviewId, 2]);
});
