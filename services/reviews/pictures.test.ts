// Pictures of reviews over HTTP, against every room: whose they are, who sees them when, what a
// moderator's word does to them, what the author is told, and that they go when they have to.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { newId } from '#kernel/core/id.ts';
import { mediaCalls } from '#services/media/contract.ts';
import type { Answer } from '../../test/app.ts';
import { drawn, fetched, upload } from '../../test/pictures.ts';
import { openReturns, type Body } from '../../test/returns.ts';
import { picturesPerReview_max, reviewsCalls } from './contract.ts';

const home = await mkdtemp(join(tmpdir(), 'review-pictures-'));
const { app, shop, db, kit, close } = await openReturns({ config: { home } });
after(() => close().finally(() => rm(home, { recursive: true, force: true })));

const ok = (answer: Answer): Body => {
  assert.ok(answer.status < 300, `${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
};

async function until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 2400; tries += 1) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((wake) => setTimeout(wake, 25));
  }
  throw new Error(`never: ${what}`);
}

let hue = 0;
async function sent(who: { token: string }): Promise<Body> {
  hue += 1;
  return ok(await upload(app, await drawn({ hue }), who));
}

/** A buyer with a delivered product, and a way to write about it. */
async function owner() {
  const product = await shop.product({ stock: 9, price: 20 });
  const buyer = await shop.shopper();
  await kit.delivered(buyer, [{ ...product, quantity: 1 }]);
  await until('the purchase is known', async () => {
    const { data } = ok(await app.get('/me/reviewable', { token: buyer.token }));
    return data.length > 0 ? true : undefined;
  });
  const write = (pictures: string[], more: object = {}) =>
    app.post(`/products/${product.productId}/reviews`, {
      token: buyer.token,
      key: newId('key'),
      body: { stars: 4, text: `As the photos show, number ${hue}.`, pictures, ...more },
    });
  const edit = (review: Body, body: object) =>
    app.send('PUT', `/reviews/${review.reviewId}`, {
      token: buyer.token,
      key: newId('key'),
      headers: { 'if-match': `"${review.version}"` },
      body: { stars: 4, text: `After a while, number ${hue}.`, ...body },
    });
  const seen = async () => {
    const page = ok(await app.get(`/products/${product.productId}/reviews`));
    const urls = page.data.flatMap((one: Body) => one.pictures.map((picture: Body) => picture.url));
    return { urls, count: page.summary.count, photos: page.summary.photos };
  };
  return { product, buyer, write, edit, seen };
}

const admin = () => ({ token: shop.adminToken, key: newId('key') });
const decide = async (review: Body, how: string, reason?: string) =>
  ok(
    await app.post(`/admin/reviews/${review.reviewId}/${how}`, {
      ...admin(),
      ...(reason === undefined ? {} : { body: { reason } }),
    }),
  );
const open = async (url: string) => (await fetched(app, `/${url}`)).status;
const opens = (url: string, status: number) =>
  until(`${url} answers ${status}`, async () => ((await open(url)) === status ? true : undefined));

test('pictures wait for a moderator, the text does not; the author is told', async () => {
  const { buyer, product, write, seen } = await owner();
  const [one, two] = [await sent(buyer), await sent(buyer)];
  const ids = [one.pictureId, two.pictureId];
  const review = ok(await write(ids));
  assert.deepEqual([review.state, review.picturesState], ['PUBLISHED', 'WAITING']);
  assert.deepEqual(
    review.pictures.map((picture: Body) => [picture.pictureId, picture.url]),
    ids.map((id) => [id, null]),
  );
  assert.deepEqual(await seen(), { urls: [], count: 1, photos: false });
  assert.equal(await open(one.url), 404);

  const queue = ok(await app.get('/admin/reviews', admin())).data;
  assert.ok(queue.some((post: Body) => post.postId === review.reviewId));
  await decide(review, 'approve');
  await opens(one.url, 200);
  assert.deepEqual(await seen(), { urls: [one.url, two.url], count: 1, photos: true });
  const wall = ok(await app.get(`/products/${product.productId}/review-pictures`));
  assert.deepEqual(wall.data[0].pictures.length, 2);
  const left = ok(await app.get('/admin/reviews', admin())).data;
  assert.ok(!left.some((post: Body) => post.postId === review.reviewId));
  const sellers = ok(await app.get('/seller/reviews', { token: shop.sellerToken })).data;
  const theirs = sellers.find((post: Body) => post.postId === review.reviewId);
  assert.equal(theirs.pictures.length, 2);

  await decide(review, 'pictures/reject', 'It shows a face.');
  await opens(one.url, 404);
  assert.deepEqual(await seen(), { urls: [], count: 1, photos: false });
  const own = ok(await app.get(`/me/reviews/${review.reviewId}`, { token: buyer.token }));
  assert.deepEqual([own.picturesState, own.picturesReason], ['REFUSED', 'It shows a face.']);
  const told = await until('the author is told', async () => {
    const { data } = ok(await app.get('/notifications', { token: buyer.token }));
    const types = data.map((notice: Body) => notice.type);
    return types.includes('review-photos-refused') ? types : undefined;
  });
  assert.ok(told.includes('review-photos-shown'));
});

test('a change keeps what was looked at, and new pictures wait again', async () => {
  const { buyer, write, edit, seen } = await owner();
  const [one, two] = [await sent(buyer), await sent(buyer)];
  const review = ok(await write([one.pictureId, two.pictureId]));
  await decide(review, 'approve');
  const version = async () =>
    ok(await app.get(`/me/reviews/${review.reviewId}`, { token: buyer.token }));
  ok(await edit(await version(), {}));
  assert.deepEqual((await seen()).urls, [one.url, two.url], 'left out they stay');
  ok(await edit(await version(), { pictures: [two.pictureId] }));
  assert.deepEqual((await seen()).urls, [two.url], 'fewer need nobody to look');
  await opens(one.url, 404);
  await opens(two.url, 200);
  const three = await sent(buyer);
  const more = ok(await edit(await version(), { pictures: [two.pictureId, three.pictureId] }));
  assert.equal(more.picturesState, 'WAITING');
  await opens(two.url, 404);
  const reviews = app.host.client(reviewsCalls);
  const { rows } = await db.query(
    'select picture_id as "pictureId", ref, owner_id as "ownerId" from media.picture' +
      ' where owner_id = $1 order by picture_id',
    [buyer.userId],
  );
  const pictures = rows.map((row) => ({ ...row, url: '-' }));
  const used = async () => (await reviews.picturesInUse({ pictures })).used.toSorted();
  assert.deepEqual(
    await used(),
    [two.pictureId, three.pictureId].toSorted(),
    'not the one left out',
  );
  ok(await app.send('DELETE', `/reviews/${review.reviewId}`, { token: buyer.token }));
  assert.deepEqual(await used(), []);
});

test('nobody shows the pictures of another, too many, or one twice', async () => {
  const { buyer, write } = await owner();
  const stranger = await shop.shopper();
  const mine = await sent(buyer);
  const no = async (pictures: string[], code: string) => {
    const answer = await write(pictures);
    assert.equal(answer.body.code, code, JSON.stringify(answer.body));
  };
  await no([(await sent(stranger)).pictureId], 'picture-not-found');
  await no([newId('pic')], 'picture-not-found');
  await no([mine.pictureId, mine.pictureId], 'validation-failed');
  await no(
    Array.from({ length: picturesPerReview_max + 1 }, () => newId('pic')),
    'validation-failed',
  );
  const forReturn = ok(
    await upload(app, await drawn({ hue: 9_000 }), { ...buyer, path: '/pictures?purpose=return' }),
  );
  await no([forReturn.pictureId], 'picture-not-found');
  const many = await Promise.all(Array.from({ length: 5 }, () => write([mine.pictureId])));
  assert.equal(many.filter((one) => one.status === 201).length, 1, 'one of five at once');
});

test('who is forgotten leaves no picture', async () => {
  const { buyer, write, seen } = await owner();
  const one = await sent(buyer);
  const review = ok(await write([one.pictureId]));
  await decide(review, 'approve');
  await opens(one.url, 200);
  const page = await app.host
    .client(mediaCalls)
    .personalData({ userId: buyer.userId, after: null });
  assert.deepEqual(
    page.items.map((item) => item.kind),
    ['picture'],
  );
  const gone = await app.send('DELETE', '/me', { token: buyer.token, body: {} });
  assert.equal(gone.status, 204, JSON.stringify(gone.body));
  await opens(one.url, 404);
  await until('the review shows none', async () =>
    (await seen()).urls.length === 0 ? true : undefined,
  );
  assert.equal((await seen()).count, 1, 'the text stays');
});
