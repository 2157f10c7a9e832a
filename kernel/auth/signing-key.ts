import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** A new Ed25519 private key as PKCS#8 PEM text. */
export function newSigningKey(): string {
  const { privateKey } = generateKeyPairSync('ed25519');
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

/**
 * Reads an Ed25519 private key given as PEM (also with literal `\n`, as environment files have
 * it) or as base64 of its PKCS#8 DER. Gives undefined for anything else, RSA and EC included.
 */
export function readPrivateKey(text: string): KeyObject | undefined {
  return readKey(text, (input) => createPrivateKey({ ...input, type: 'pkcs8' }));
}

/** As readPrivateKey, for a public key (SPKI). */
export function readPublicKey(text: string): KeyObject | undefined {
  return readKey(text, (input) => createPublicKey({ ...input, type: 'spki' }));
}

/** PEM text of a key, private (PKCS#8) or public (SPKI). */
export function pemOf(key: KeyObject): string {
  const type = key.type === 'private' ? 'pkcs8' : 'spki';
  return key.export({ type, format: 'pem' }).toString();
}

/** The key id of a public key: the first 16 base64url characters of the SHA-256 of its SPKI. */
export function keyIdOf(publicKey: KeyObject): string {
  const der = publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(der).digest('base64url').slice(0, 16);
}

type KeyInput = { key: string; format: 'pem' } | { key: Buffer; format: 'der' };

function readKey(text: string, make: (input: KeyInput) => KeyObject): KeyObject | undefined {
  const trimmed = text.trim().replaceAll('\\n', '\n');
  try {
    const key = trimmed.startsWith('-----BEGIN ')
      ? make({ key: trimmed, format: 'pem' })
      : make({ key: Buffer.from(trimmed, 'base64'), format: 'der' });
    return key.asymmetricKeyType === 'ed25519' ? key : undefined;
  } catch {
    return undefined;
  }
}
