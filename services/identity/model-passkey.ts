/** Passkeys: how many, how long a ceremony and a proof last, and what authenticators are asked. */
import { isIP } from 'node:net';
import { Type, type Static } from 'typebox';

export const passkeysPerUser_max = 20;

/** A person looks for a phone or a key in this time; the browser's window ends with it. */
export const ceremony_ms = 5 * 60_000;

/** So long after a login or a proof the account's keys may be changed without another. */
export const proof_ms = 15 * 60_000;

export type CeremonyPurpose = 'register' | 'sign-in' | 'prove';

/** Whom passkeys are made for: the domain that they are bound to, and the pages that may ask. */
export interface Party {
  id: string;
  origin: string;
}

/** From the shop's address; undefined where browsers know no passkeys: an address of numbers. */
export function partyOf(publicUrl: string): Party | undefined {
  const { hostname, origin } = new URL(publicUrl);
  return isIP(hostname.replace(/^\[|\]$/g, '')) > 0 ? undefined : { id: hostname, origin };
}

const base64url = (max: number) =>
  Type.String({ minLength: 1, maxLength: max, pattern: '^[A-Za-z0-9_-]+$' });

/** CTAP2 allows 1023 bytes. */
const credentialId = base64url(1_366);
const clientData = base64url(4_000);

const common = {
  id: credentialId,
  rawId: credentialId,
  type: Type.Literal('public-key'),
  authenticatorAttachment: Type.Optional(Type.String({ maxLength: 40 })),
};

const transport = Type.String({ pattern: '^[a-z-]{1,20}$' });

/** What a browser gives for a new passkey (RegistrationResponseJSON, without extensions). */
export const registrationSchema = Type.Object({
  ...common,
  response: Type.Object({
    clientDataJSON: clientData,
    attestationObject: base64url(16_000),
    transports: Type.Optional(Type.Array(transport, { maxItems: 8 })),
  }),
});
export type Registration = Static<typeof registrationSchema>;

/** What a browser gives for the use of one (AuthenticationResponseJSON, without extensions). */
export const assertionSchema = Type.Object({
  ...common,
  response: Type.Object({
    clientDataJSON: clientData,
    authenticatorData: base64url(4_000),
    signature: base64url(2_000),
    userHandle: Type.Optional(Type.Union([base64url(100), Type.Null()])),
  }),
});
export type Assertion = Static<typeof assertionSchema>;

/** Ed25519, P-256 with SHA-256, RSA with SHA-256 (for Windows), by their COSE numbers. */
export const algorithms = [-8, -7, -257] as const;

/**
 * The challenge that a response answers, as the browser wrote it down. Undefined for nonsense, and
 * for what was asked inside a page of somebody else.
 */
export function challengeOf(response: { clientDataJSON: string }): string | undefined {
  try {
    const text = Buffer.from(response.clientDataJSON, 'base64url').toString('utf8');
    const data: unknown = JSON.parse(text);
    if (typeof data !== 'object' || data === null || !('challenge' in data)) return undefined;
    const { challenge } = data;
    if ('crossOrigin' in data && data.crossOrigin === true) return undefined;
    return typeof challenge === 'string' && /^[\w-]{43}$/.test(challenge) ? challenge : undefined;
  } catch {
    return undefined;
  }
}

/** A person as authenticators keep them: an id that tells nothing, in bytes. */
export const handleOf = (userId: string): string => Buffer.from(userId).toString('base64url');
