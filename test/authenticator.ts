// A device that makes and uses passkeys, in software: what it signs is real, and every part of it
// can be made wrong, which no browser would do.
import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';

export interface Where {
  origin: string;
  rpId: string;
}

export interface Wrong {
  /** As written by the browser into what is signed. */
  origin?: string;
  rpId?: string;
  challenge?: string;
  type?: string;
  crossOrigin?: boolean;
  /** The device did not ask for finger, face or PIN. */
  unverified?: boolean;
  counter?: number;
  /** Of the account that the key is said to be of. */
  userHandle?: string;
  signature?: string;
}

const url = (bytes: Uint8Array | string) => Buffer.from(bytes).toString('base64url');
const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest();
const text = (word: string) => Buffer.from([0x60 + word.length, ...Buffer.from(word)]);

/** One passkey; `counts`: its device counts uses. */
export function authenticator({ origin, rpId }: Where, counts = true) {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const credentialId = randomBytes(16);
  let uses = 0;
  const clientData = (type: string, challenge: string, wrong: Wrong) =>
    JSON.stringify({
      type: wrong.type ?? type,
      challenge: wrong.challenge ?? challenge,
      origin: wrong.origin ?? origin,
      crossOrigin: wrong.crossOrigin ?? false,
    });
  const dataOf = (wrong: Wrong, attested: Uint8Array = new Uint8Array()) => {
    const counter = Buffer.alloc(4);
    if (counts) uses += 1;
    counter.writeUInt32BE(wrong.counter ?? uses);
    const flags = 0x01 | (wrong.unverified === true ? 0 : 0x04) | (attested.length > 0 ? 0x40 : 0);
    return Buffer.concat([sha256(wrong.rpId ?? rpId), Buffer.from([flags]), counter, attested]);
  };
  const named = { id: url(credentialId), rawId: url(credentialId), type: 'public-key' as const };
  return {
    credentialId: named.id,
    /** RegistrationResponseJSON for a challenge. */
    create: (challenge: string, wrong: Wrong = {}) => {
      const length = Buffer.from([0, credentialId.length]);
      const key = coseKey(publicKey);
      const authData = dataOf(wrong, Buffer.concat([Buffer.alloc(16), length, credentialId, key]));
      const attestation = Buffer.concat([
        Buffer.from([0xa3]),
        text('fmt'),
        text('none'),
        text('attStmt'),
        Buffer.from([0xa0]),
        text('authData'),
        Buffer.from([0x59, authData.length >> 8, authData.length & 0xff]),
        authData,
      ]);
      const clientDataJSON = url(clientData('webauthn.create', challenge, wrong));
      const transports = ['internal'];
      return {
        ...named,
        response: { clientDataJSON, attestationObject: url(attestation), transports },
      };
    },
    /** AuthenticationResponseJSON for a challenge. */
    get: (challenge: string, wrong: Wrong = {}) => {
      const json = clientData('webauthn.get', challenge, wrong);
      const authData = dataOf(wrong);
      const signed = sign('sha256', Buffer.concat([authData, sha256(json)]), privateKey);
      const { userHandle } = wrong;
      return {
        ...named,
        response: {
          clientDataJSON: url(json),
          authenticatorData: url(authData),
          signature: wrong.signature ?? url(signed),
          ...(userHandle === undefined ? {} : { userHandle: url(userHandle) }),
        },
      };
    },
  };
}

/** A P-256 key as authenticators write it (COSE, RFC 9053). */
function coseKey(key: KeyObject): Uint8Array {
  const { x = '', y = '' } = key.export({ format: 'jwk' });
  const bytes = (part: string) => Buffer.from(part, 'base64url');
  return Buffer.concat([
    Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20]),
    bytes(x),
    Buffer.from([0x22, 0x58, 0x20]),
    bytes(y),
  ]);
}
