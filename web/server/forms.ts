/**
 * Forms of pages without JavaScript: each becomes the request that a script would have made, and
 * the browser is sent on to the page that shows what came of it.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { cookiesOf } from './inside.ts';

const fields_bytes_max = 16 * 1024;
const year_s = 31_536_000;

interface Api {
  method: 'POST' | 'PUT' | 'DELETE';
  path: string;
  body?: object;
}

/** A whole number as people type it; what is none is left for the API to refuse. */
function quantityOf(form: URLSearchParams): number {
  const text = form.get('quantity')?.trim() ?? '';
  return text === '' ? 1 : /^\d{1,6}$/.test(text) ? Number(text) : 0;
}

/** What a form of the cart asks for; exported for its test. */
export function requestOf(form: URLSearchParams, currency: string | undefined): Api {
  const item = encodeURIComponent(form.get('itemId') ?? '');
  switch (form.get('intent')) {
    case 'remove':
      return { method: 'DELETE', path: `/cart/items/${item}` };
    case 'save':
      return { method: 'POST', path: `/cart/items/${item}/save` };
    case 'move':
      return { method: 'POST', path: `/cart/saved/${item}/move` };
    case 'forget':
      return { method: 'DELETE', path: `/cart/saved/${item}` };
    case 'coupon':
      return { method: 'POST', path: '/cart/coupons', body: { code: form.get('code') ?? '' } };
    case 'uncoupon':
      return {
        method: 'DELETE',
        path: `/cart/coupons/${encodeURIComponent(form.get('code') ?? '')}`,
      };
    default:
  }
  const quantity = quantityOf(form);
  if (item !== '') return { method: 'PUT', path: `/cart/items/${item}`, body: { quantity } };
  const productId = form.get('productId') ?? '';
  const variantId = form.get('variantId') ?? '';
  const known = /^[A-Z]{3}$/.test(currency ?? '') ? { currency } : {};
  return {
    method: 'POST',
    path: '/cart/items',
    body: { productId, variantId, quantity, ...known },
  };
}

/** Browsers say where a form comes from; one from elsewhere changes nothing here. */
function isFromHere(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const { origin, host } = request.headers;
  if (origin === undefined) return true; // an old browser; the cookies are SameSite
  return URL.canParse(origin) && new URL(origin).host === host;
}

const localised = (path: string) => [path, `/:locale${path}`];

export function serveForms(app: FastifyInstance): void {
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: fields_bytes_max },
    (_request, text, done) => done(null, new URLSearchParams(text as string)),
  );
  const route = (path: string, handler: typeof cartForm) => {
    for (const url of localised(path)) {
      app.post(url, async (request, reply) => {
        if (!isFromHere(request) || !(request.body instanceof URLSearchParams)) {
          return reply.code(403).type('text/plain').send('This form comes from another site.');
        }
        return handler(app, request, reply);
      });
    }
  };
  route('/cart', cartForm);
  route('/preferences', preferencesForm);
  for (const path of scripted) route(path, backToPage);
}

/** Pages whose forms need scripts: they send what was typed by themselves. */
const scripted = [
  '/sign-in',
  '/sign-up',
  '/forgot-password',
  '/reset-password',
  '/verify-email',
  '/account/addresses',
  '/account/security',
  '/account/preferences',
];

/**
 * A form that was sent before its page had come to life, or without scripts: what was typed is not
 * looked at and stands in no address, and the page, which says what it needs, is shown again.
 */
async function backToPage(_app: FastifyInstance, request: FastifyRequest, reply: FastifyReply) {
  return reply.header('cache-control', 'no-store').redirect(request.url, 303);
}

async function cartForm(app: FastifyInstance, request: FastifyRequest, reply: FastifyReply) {
  const { cart, currency } = cookiesOf(request.headers.cookie);
  const form = request.body as URLSearchParams;
  const asked = requestOf(form, currency);
  const done = await app.inject({
    method: asked.method,
    url: `/api/v1${asked.path}`,
    remoteAddress: request.ip,
    headers: {
      'x-request-id': request.id,
      ...(cart === undefined ? {} : { cookie: `cart=${cart}` }),
    },
    ...(asked.body === undefined ? {} : { payload: asked.body }),
  });
  const cookie = done.headers['set-cookie'];
  if (cookie !== undefined) void reply.header('set-cookie', cookie);
  const page = new URL(request.url, 'http://shop.invalid').pathname;
  return reply.header('cache-control', 'no-store').redirect(page + whyNot(done, form), 303);
}

/** The refusal's code and its figures, for the page to put into words. */
function whyNot(done: { statusCode: number; payload: string }, form: URLSearchParams): string {
  if (done.statusCode < 400) return '';
  const search = new URLSearchParams({ problem: 'other' });
  // What was typed stays in its field.
  if (form.get('intent') === 'coupon') search.set('typed', (form.get('code') ?? '').slice(0, 100));
  try {
    const body = JSON.parse(done.payload) as Record<string, unknown>;
    if (typeof body['code'] === 'string') search.set('problem', body['code']);
    for (const name of ['quantityMax', 'linesMax', 'max', 'least', 'leastUnits']) {
      if (typeof body[name] === 'number') search.set(name, String(body[name]));
    }
    for (const name of ['reason', 'currency', 'startsAt']) {
      if (typeof body[name] === 'string') search.set(name, body[name]);
    }
  } catch {
    // No document came; the general words it is.
  }
  return `?${search.toString()}`;
}

/** A visitor's cart is counted in it too; why it cannot be, or null. */
async function cartStays(app: FastifyInstance, request: FastifyRequest, currency: string) {
  const { cart } = cookiesOf(request.headers.cookie);
  if (cart === undefined) return null;
  const done = await app.inject({
    method: 'PUT',
    url: '/api/v1/cart/currency',
    remoteAddress: request.ip,
    headers: { 'x-request-id': request.id, cookie: `cart=${cart}` },
    payload: { currency },
  });
  return done.statusCode === 409 ? whyNot(done, new URLSearchParams()) : null;
}

async function preferencesForm(app: FastifyInstance, request: FastifyRequest, reply: FastifyReply) {
  const form = request.body as URLSearchParams;
  const currency = form.get('currency') ?? '';
  const back = form.get('back') ?? '/';
  // Only a path of ours: `//host` and `/\host` would be another site.
  const safe = /^\/(?![/\\])[^\s\\]{0,2000}$/.test(back) ? back : '/';
  if (/^[A-Z]{3}$/.test(currency)) {
    const stays = await cartStays(app, request, currency);
    if (stays !== null) {
      const language = /^\/(?:de|es|hi|ar)(?=\/|$)/.exec(safe)?.[0] ?? '';
      return reply.header('cache-control', 'no-store').redirect(`${language}/cart${stays}`, 303);
    }
    const rules = `Path=/; Max-Age=${year_s}; SameSite=Lax`;
    void reply.header('set-cookie', `currency=${currency}; ${rules}`);
  }
  return reply.header('cache-control', 'no-store').redirect(safe, 303);
}
