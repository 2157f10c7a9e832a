// Pictures over HTTP: sending one, and looking at one. What comes in is bytes of any kind; what
// goes out is WebP that this shop made.
import { Type, type Static } from 'typebox';
import { Failure } from '#kernel/core/error.ts';
import { idSchema } from '#kernel/core/id.ts';
import { isRefusal, refuse } from '#kernel/core/refusal.ts';
import type { Db } from '#kernel/db/db.ts';
import { FilesAway, type Files } from '#kernel/files/file.ts';
import { content, reply, route, type Route } from '#kernel/http/route.ts';
import { keptAs, type Commands } from './commands.ts';
import {
  pictureIdSchema,
  pictureSchema,
  purposes,
  upload_bytes_max,
  uploads_max,
  uploadsPerPerson_max,
} from './contract.ts';
import { declared, fileSchemaPattern } from './model.ts';
import * as store from './store.ts';

export interface RouteNeeds {
  db: Db;
  files: Files;
  commands: Commands;
}

const sending = {
  method: 'POST',
  limit: 'write',
  // The same bytes again find the picture that they made.
  idempotency: 'none',
  consumes: declared,
  bodyLimit_bytes: upload_bytes_max,
  atOnce: { all_max: uploads_max, each_max: uploadsPerPerson_max },
  timeout_ms: 60_000,
  replies: { 201: pictureSchema },
} as const;
const looking = { method: 'GET', limit: 'read', idempotency: 'none' } as const;

const takeErrors = [
  'picture-type-unknown',
  'picture-broken',
  'picture-size',
  'picture-too-costly',
  'picture-quota',
  'files-away',
] as const;

const said =
  'The body is the picture: JPEG, PNG, WebP, GIF or AVIF, of one frame. What is kept is made ' +
  'anew from its pixels, so places, cameras and hidden parts are left behind. Unused it is ' +
  'swept away after a day.';

const pictureParams = Type.Object({ pictureId: pictureIdSchema });
const personal = Type.Enum(purposes.filter((one) => one !== 'product'));

export function mediaRoutes(needs: RouteNeeds): Route[] {
  return [...sendRoutes(needs), ...privateRoutes(needs), publicRoute(needs)];
}

function sendRoutes({ commands }: RouteNeeds): Route[] {
  return [
    route({
      ...sending,
      audience: 'guest',
      owner: 'the picture belongs to the caller',
      path: '/pictures',
      summary: 'Send a picture for a review or a return',
      description: said,
      query: Type.Object({ purpose: personal }),
      errors: takeErrors,
      handle: async (req) => {
        const { purpose } = req.query as { purpose: 'review' | 'return' };
        const sent = { ownerId: req.principal.id, purpose, bytes: req.raw };
        const made = await commands.take(sent);
        return isRefusal(made) ? made : reply(201, made);
      },
    }),
    route({
      ...sending,
      audience: 'seller',
      roles: ['catalogue'],
      scopes: ['catalogue:write'],
      owner: 'the picture belongs to a seller of which the caller is a member',
      path: '/seller/pictures',
      summary: 'Send a picture for products of a seller; its address goes into their images',
      description: said,
      query: Type.Object({ sellerId: Type.Optional(idSchema('slr')) }),
      errors: [...takeErrors, 'not-found', 'validation-failed'],
      handle: async (req) => {
        const { sellerId = req.sellerIds.length === 1 ? req.sellerIds[0] : undefined } = req.query;
        if (sellerId === undefined) return sellerMissing();
        if (!req.sellerIds.includes(sellerId)) return refuse('not-found', { sellerId });
        const made = await commands.take({ ownerId: sellerId, purpose: 'product', bytes: req.raw });
        return isRefusal(made) ? made : reply(201, made);
      },
    }),
  ];
}

function sellerMissing() {
  const detail = 'names the seller, for the caller works for several';
  return refuse('validation-failed', {
    errors: [{ pointer: '/sellerId', in: 'query', code: 'missing', detail }],
  });
}

const headers = {
  'content-security-policy': "default-src 'none'",
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
};
const privately = { ...headers, 'cache-control': 'private, max-age=300' };
const forEver = { ...headers, 'cache-control': 'public, max-age=31536000, immutable' };

/** Routes that show a picture to those whom it concerns; for all others it is not there. */
function privateRoutes({ db, files }: RouteNeeds): Route[] {
  const shared = {
    ...looking,
    params: pictureParams,
    replies: { 200: content('image/webp') },
    errors: ['picture-not-found', 'files-away'],
  } as const;
  const show = async ({ pictureId }: Static<typeof pictureParams>, viewer: store.Viewer) => {
    const row = await store.seenPicture(db, pictureId, viewer);
    const bytes = row === undefined ? null : await read(files, row.file);
    if (bytes === null) return refuse('picture-not-found', { pictureId });
    return reply(200, bytes, { headers: privately });
  };
  return [
    route({
      ...shared,
      audience: 'guest',
      owner: 'the caller sent the picture',
      path: '/pictures/:pictureId/file',
      summary: 'A picture that I sent',
      handle: (req) => show(req.params, { kind: 'owner', id: req.principal.id }),
    }),
    route({
      ...shared,
      audience: 'seller',
      owner: 'the picture is of a seller of the caller, or of a return that concerns it',
      path: '/seller/pictures/:pictureId/file',
      summary: 'A picture that a buyer sent with a return to me, or one of mine',
      handle: (req) => show(req.params, { kind: 'seller', ids: req.sellerIds }),
    }),
    route({
      ...shared,
      audience: 'admin',
      roles: ['support', 'catalogue'],
      owner: 'none',
      path: '/admin/pictures/:pictureId/file',
      summary: 'Any picture, for whoever looks at reviews and returns',
      handle: (req) => show(req.params, { kind: 'operator' }),
    }),
  ];
}

function publicRoute({ db, files }: RouteNeeds): Route {
  return route({
    ...looking,
    audience: 'public',
    owner: 'only pictures that everybody may see are here',
    prefix: '',
    path: '/media/:file',
    summary: 'A public picture as it is kept; its name holds the hash of its bytes',
    params: Type.Object({ file: Type.String({ pattern: fileSchemaPattern }) }),
    replies: { 200: content('image/webp') },
    errors: ['picture-not-found', 'files-away'],
    handle: async (req) => {
      const { file } = req.params;
      const bytes = (await store.isShown(db, file)) ? await read(files, file) : null;
      if (bytes === null) return refuse('picture-not-found', { file });
      return reply(200, bytes, { headers: forEver, etag: `"${file.slice(0, 40)}"` });
    },
  });
}

async function read(files: Files, file: string): Promise<Buffer | null> {
  try {
    return await files.get(keptAs(file));
  } catch (error) {
    if (error instanceof FilesAway) throw new Failure('files-away', {}, { cause: error });
    throw error;
  }
}
