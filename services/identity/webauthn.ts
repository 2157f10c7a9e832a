/**
 * What authenticators sign, checked by the reference library. It is loaded when the first passkey
 * is used (0.13 s, 25 MB): most processes never need it.
 */
import { algorithms, type Assertion, type Party, type Registration } from './model-passkey.ts';

export interface Expected {
  challenge: string;
  party: Party;
}

export interface NewKey {
  credentialId: string;
  publicKey: Uint8Array<ArrayBuffer>;
  counter: number;
  transports: string[];
  synced: boolean;
}

export interface KnownKey {
  credentialId: string;
  publicKey: Uint8Array;
}

/** Why it does not hold, for the log. */
export interface NotVerified {
  why: string;
}

const load = () => import('@simplewebauthn/server');
const helpers = () => import('@simplewebauthn/server/helpers');

const reasonOf = (thrown: unknown): NotVerified => ({
  why: thrown instanceof Error ? thrown.message.slice(0, 300) : 'not verified',
});

/**
 * The key in a response to `register`: of this challenge, origin and domain, with the person
 * verified by the device. What a maker says about its device is left out unread: we ask for none,
 * and to check it is to follow addresses that stand in certificates of strangers.
 */
export async function verifyNewKey(
  given: Registration,
  { challenge, party }: Expected,
): Promise<NewKey | NotVerified> {
  const [{ verifyRegistrationResponse }, { decodeAttestationObject }] = await Promise.all([
    load(),
    helpers(),
  ]);
  try {
    const { attestationObject, clientDataJSON, transports = [] } = given.response;
    const object = decodeAttestationObject(Buffer.from(attestationObject, 'base64url'));
    const bare = withoutStatement(object.get('authData'));
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: {
        id: given.id,
        rawId: given.rawId,
        type: given.type,
        response: { clientDataJSON, attestationObject: bare },
        clientExtensionResults: {},
      },
      expectedChallenge: challenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
      supportedAlgorithmIDs: [...algorithms],
    });
    if (!verified) return { why: 'not verified' };
    const { credential, credentialBackedUp: synced } = registrationInfo;
    // The id is what the device signed, not what stands beside it.
    if (credential.id !== given.id) return { why: 'another id was signed' };
    const { id: credentialId, publicKey, counter } = credential;
    return { credentialId, publicKey, counter, transports, synced };
  } catch (error) {
    return reasonOf(error);
  }
}

/** An attestation object of format 'none' around authenticator data, in CBOR (RFC 8949). */
function withoutStatement(authData: Uint8Array): string {
  const text = (word: string) => [0x60 + word.length, ...Buffer.from(word)];
  const length = [0x59, authData.length >> 8, authData.length & 0xff];
  const head = [0xa3, ...text('fmt'), ...text('none'), ...text('attStmt'), 0xa0];
  const bytes = Buffer.from([...head, ...text('authData'), ...length]);
  return Buffer.concat([bytes, authData]).toString('base64url');
}

/** What a verified use tells: how often the key was used, and whether it is kept elsewhere too. */
export interface Used {
  counter: number;
  synced: boolean;
}

/** Whether this key signed this challenge for us, after its device verified the person. */
export async function verifyUse(
  given: Assertion,
  known: KnownKey,
  { challenge, party }: Expected,
): Promise<Used | NotVerified> {
  const { verifyAuthenticationResponse } = await load();
  const { clientDataJSON, authenticatorData, signature } = given.response;
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: {
        id: given.id,
        rawId: given.rawId,
        type: given.type,
        response: { clientDataJSON, authenticatorData, signature },
        clientExtensionResults: {},
      },
      expectedChallenge: challenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
      credential: {
        id: known.credentialId,
        publicKey: new Uint8Array(known.publicKey),
        // The library would judge the counter before the signature, so by what anybody may send.
        // It is compared where the use is noted: see `noteUse`.
        counter: -1,
      },
    });
    if (!verified) return { why: 'the signature is not of this key' };
    const { newCounter: counter, credentialBackedUp: synced } = authenticationInfo;
    return { counter, synced };
  } catch (error) {
    return reasonOf(error);
  }
}
