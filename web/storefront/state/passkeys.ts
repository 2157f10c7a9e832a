/**
 * Passkeys as browsers make and use them. What the shop sends and takes is JSON with base64url;
 * browsers want bytes. What a browser or a person refuses becomes a problem with words of its own.
 */
import { ApiProblem, problemIn } from '../../client/problem.ts';
import type { BodyOf, ReplyOf } from '../../client/request.ts';

export type ToCreate = ReplyOf<'POST /me/passkeys/options'>;
export type ToUse = ReplyOf<'POST /auth/passkey/options'>;
export type Created = BodyOf<'POST /me/passkeys'>['credential'];
export type Used = BodyOf<'POST /auth/passkey'>['credential'];

/** Whether this browser, at this address, can have passkeys: a name, not a row of numbers. */
export function knowsPasskeys(): boolean {
  const isNumbers = /^[\d.]+$|:|\[/.test(location.hostname);
  return window.isSecureContext && 'PublicKeyCredential' in window && !isNumbers;
}

/** Whether it offers them beside the names that it fills in. */
export async function offersAmongNames(): Promise<boolean> {
  if (!knowsPasskeys()) return false;
  const asked = window.PublicKeyCredential.isConditionalMediationAvailable as
    | (() => Promise<boolean>)
    | undefined;
  return asked === undefined ? false : asked.call(window.PublicKeyCredential);
}

/** Asks the person to make a passkey. Throws ApiProblem. */
export async function createPasskey(options: ToCreate): Promise<Created> {
  const made = await asked(() =>
    navigator.credentials.create({
      publicKey: {
        ...options,
        challenge: bytes(options.challenge),
        user: { ...options.user, id: bytes(options.user.id) },
        excludeCredentials: options.excludeCredentials.map(descriptor),
      },
    }),
  );
  const response = made.response as AuthenticatorAttestationResponse;
  return {
    ...named(made),
    response: {
      clientDataJSON: text(response.clientDataJSON),
      attestationObject: text(response.attestationObject),
      transports: response.getTransports(),
    },
  };
}

export interface UseOptions {
  /** Offered beside the names that the browser fills in, for as long as the page is open. */
  amongNames?: boolean;
  signal?: AbortSignal;
}

/** Asks the person to use a passkey. Throws ApiProblem; AbortError when `signal` ends it. */
export async function askForPasskey(options: ToUse, how: UseOptions = {}): Promise<Used> {
  const { amongNames = false, signal } = how;
  const used = await asked(() =>
    navigator.credentials.get({
      publicKey: {
        ...options,
        challenge: bytes(options.challenge),
        allowCredentials: options.allowCredentials.map(descriptor),
      },
      ...(amongNames ? { mediation: 'conditional' as const } : {}),
      ...(signal === undefined ? {} : { signal }),
    }),
  );
  const response = used.response as AuthenticatorAssertionResponse;
  const { userHandle } = response;
  return {
    ...named(used),
    response: {
      clientDataJSON: text(response.clientDataJSON),
      authenticatorData: text(response.authenticatorData),
      signature: text(response.signature),
      ...(userHandle === null ? {} : { userHandle: text(userHandle) }),
    },
  };
}

/** Tells the keeper of a passkey that the shop does not know it any more, where that is heard. */
async function forget(rpId: string, credentialId: string): Promise<void> {
  const keeper = window.PublicKeyCredential as unknown as {
    signalUnknownCredential?(of: { rpId: string; credentialId: string }): Promise<void>;
  };
  await keeper.signalUnknownCredential?.({ rpId, credentialId }).catch(() => undefined);
}

/**
 * Sends the use of a passkey. A refusal is told by its reason, and a passkey that the shop does
 * not know is reported to its keeper, so that it is not offered again.
 */
export async function sendUse<T>(
  { rpId }: ToUse,
  used: Used,
  send: (credential: Used) => Promise<T>,
): Promise<T> {
  try {
    return await send(used);
  } catch (error) {
    const problem = problemIn(error);
    if (problem?.code !== 'passkey-refused') throw error;
    const reason = String(problem.body['reason']);
    if (reason === 'passkey-unknown') await forget(rpId, used.id);
    throw new ApiProblem({ ...problem.body, code: reason });
  }
}

const codes: Readonly<Record<string, string>> = {
  // The person said no, or did nothing for too long: browsers do not tell which.
  NotAllowedError: 'passkey-not-given',
  InvalidStateError: 'passkey-here-already',
  SecurityError: 'passkeys-unavailable',
  NotSupportedError: 'passkeys-unavailable',
  ConstraintError: 'passkeys-unavailable',
};

async function asked(ask: () => Promise<Credential | null>): Promise<PublicKeyCredential> {
  try {
    const credential = await ask();
    if (credential !== null) return credential as PublicKeyCredential;
  } catch (error) {
    const name = error instanceof DOMException ? error.name : '';
    const code = codes[name];
    if (code === undefined) throw error;
    throw refusedHere(code);
  }
  throw refusedHere('passkey-not-given');
}

/** A refusal that never reached the shop; nothing is unknown about it. */
function refusedHere(code: string): ApiProblem {
  const blank = { title: code, detail: '', requestId: '', retryable: false };
  return new ApiProblem({ ...blank, code, status: 400 });
}

interface Descriptor {
  id: string;
  type: 'public-key';
  transports: string[];
}

const descriptor = ({ id, type, transports }: Descriptor) => ({
  id: bytes(id),
  type,
  transports: transports as AuthenticatorTransport[],
});

function named({ id, authenticatorAttachment }: PublicKeyCredential) {
  const type = 'public-key' as const;
  const attached = authenticatorAttachment === null ? {} : { authenticatorAttachment };
  return { id, rawId: id, type, ...attached };
}

/** From base64url. */
function bytes(given: string): Uint8Array<ArrayBuffer> {
  const plain = atob(given.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

/** To base64url. */
function text(given: ArrayBuffer): string {
  const plain = btoa(String.fromCharCode(...new Uint8Array(given)));
  return plain.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
