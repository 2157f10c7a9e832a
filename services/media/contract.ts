/** What other rooms may use of media: claiming pictures, whether one is shown, error codes. */
import { Type, type Static } from 'typebox';
import { defineErrors } from '#kernel/core/error.ts';
import { idSchema } from '#kernel/core/id.ts';
import { call, defineCalls } from '#kernel/http/contract.ts';
import { personalDataCall } from '#services/identity/contract.ts';

/** Of one picture as it is sent. */
export const upload_bytes_max = 10 * 1024 * 1024;
/** Width times height of what is sent: some kilobytes can claim to be a wall. */
export const upload_pixels_max = 50_000_000;
/** Longest side of what is sent. */
export const side_px_max = 16_000;
/** Shortest side of what is sent. */
export const side_px_min = 50;
/** Longest side of what is kept. */
export const kept_px_max = 2_400;
/** Uploads under way in a process; each holds its bytes in memory. */
export const uploads_max = 24;
export const uploadsPerPerson_max = 4;
/** Pictures of a person: reviews and returns. */
export const picturesPerPerson_max = 200;
/** Of these, sent and not used yet. */
export const unusedPerPerson_max = 40;
export const bytesPerPerson_max = 200 * 1024 * 1024;
export const picturesPerSeller_max = 20_000;
export const bytesPerSeller_max = 10 * 1024 * 1024 * 1024;
/** What is sent and not used for so long is swept away. */
export const unused_hours_max = 24;
export const picturesPerClaim_max = 10;

export const pictureIdSchema = idSchema('pic');
const id = Type.String({ minLength: 1, maxLength: 64 });
/** What a picture is used for, told by the room that uses it; the same for every try. */
const ref = Type.String({ minLength: 1, maxLength: 300 });

export const purposes = ['product', 'review', 'return'] as const;
export type Purpose = (typeof purposes)[number];

/** A picture as other rooms keep it beside their own rows. */
export const pictureSchema = Type.Object({
  pictureId: pictureIdSchema,
  /** Address of the picture where it is public: `/media/<hash>-<tag>.webp`. */
  url: Type.String({ maxLength: 120 }),
  width: Type.Integer({ minimum: 1 }),
  height: Type.Integer({ minimum: 1 }),
});
export type Picture = Static<typeof pictureSchema>;

export const mediaErrors = defineErrors({
  'picture-not-found': {
    status: 404,
    title: 'No such picture',
    explain:
      'There is no such picture, it was swept away unused, or it is not yours to use or see.',
    retryable: false,
  },
  'picture-type-unknown': {
    status: 415,
    title: 'Not a picture that we can read',
    explain: 'Its first bytes are those of no JPEG, PNG, WebP, GIF or AVIF; names do not count.',
    retryable: false,
  },
  'picture-broken': {
    status: 422,
    title: 'The picture is damaged',
    explain: 'It begins like a picture and cannot be read to its end.',
    retryable: false,
  },
  'picture-size': {
    status: 422,
    title: 'The picture has the wrong size',
    explain: 'Too many pixels, a side too long or too short, or more than one frame; reason says.',
    retryable: false,
  },
  'picture-too-costly': {
    status: 422,
    title: 'The picture takes too much to read',
    explain: 'Reading it took more time or memory than a picture may; save it anew and try again.',
    retryable: false,
  },
  'picture-quota': {
    status: 409,
    title: 'No room for more pictures',
    explain:
      'You have as many pictures as you may; reason says whether by number, bytes or unused.',
    retryable: false,
  },
  'files-away': {
    status: 503,
    title: 'Pictures cannot be kept now',
    explain: 'The store of files does not answer; nothing was kept, try again in a moment.',
    retryable: true,
  },
});

export const mediaCalls = defineCalls('media', {
  /**
   * Takes pictures of somebody for something, all or none. The same again, with the same ref, is
   * fine. One statement. `sellerIds` may look at them besides their owner and operators.
   */
  claim: call({
    input: Type.Object({
      ownerId: id,
      purpose: Type.Enum(['review', 'return']),
      ref,
      pictureIds: Type.Array(pictureIdSchema, { minItems: 1, maxItems: picturesPerClaim_max }),
      sellerIds: Type.Array(id, { maxItems: 50 }),
    }),
    output: Type.Object({ pictures: Type.Array(pictureSchema) }),
    refusals: ['picture-not-found'],
    retry: true,
  }),
  /** Whether everybody may see the picture of this file now. */
  shown: call({
    input: Type.Object({ file: Type.String({ maxLength: 120 }) }),
    output: Type.Object({ shown: Type.Boolean() }),
    retry: true,
  }),
  personalData: personalDataCall(),
});

/** Asked of the rooms that use pictures before one is thrown away. */
export const inUseCall = () =>
  call({
    input: Type.Object({
      pictures: Type.Array(Type.Object({ pictureId: id, url: Type.String(), ref, ownerId: id }), {
        maxItems: 200,
      }),
    }),
    output: Type.Object({ used: Type.Array(id) }),
    retry: true,
  });
export interface AskedPicture {
  pictureId: string;
  url: string;
  ref: string;
  ownerId: string;
}

/** The ref of a review's pictures: a line has one review, whatever its id. */
export const reviewRef = (orderId: string, lineNo: number): string => `${orderId}:${lineNo}`;

/** A public picture's address, and the file behind it. */
export const urlOf = (file: string): string => `/media/${file}`;
