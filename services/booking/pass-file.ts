/**
 * A ticket as a file for Apple Wallet: an archive with the pass, pictures, a list of what is in it
 * with SHA-1 (Apple asks for no other), and a signature of that list.
 */
import { createHash, createPrivateKey, X509Certificate } from 'node:crypto';
import { zipSync, type Zippable } from 'fflate';
import { subjectPart, type AppleWalletConfig } from '#kernel/config/apple-wallet-variables.ts';
import { assert } from '#kernel/core/assert.ts';
import { passOf, type PassTicket } from './model-pass.ts';
import { passStrings } from './model-pass-words.ts';
import { passIcons } from './pass-icon.ts';

export const passType = 'application/vnd.apple.pkpass';

const utf8 = (text: string) => new TextEncoder().encode(text);

export interface Passes {
  /** Whether the certificate is good now. Wallet refuses what another signs. */
  ready(now_ms: number): boolean;
  /** About 10 kB, and some milliseconds of processor. */
  file(ticket: PassTicket, now_ms: number): Promise<Buffer>;
}

/** Keys are read once. */
export function passesOf(config: AppleWalletConfig): Passes {
  const own = new X509Certificate(config.certificate);
  const above = new X509Certificate(config.intermediate);
  const key = createPrivateKey(config.key);
  const signer = { key, certificate: own.raw, intermediate: above.raw };
  const passTypeIdentifier = subjectPart(own, 'UID');
  const teamIdentifier = subjectPart(own, 'OU');
  assert(passTypeIdentifier && teamIdentifier, 'the configuration refuses other certificates');
  const from_ms = Math.max(Date.parse(own.validFrom), Date.parse(above.validFrom));
  const until_ms = Math.min(Date.parse(own.validTo), Date.parse(above.validTo));
  return {
    ready: (now_ms) => from_ms <= now_ms && now_ms < until_ms,

    async file(ticket, now_ms) {
      const pass = passOf({ passTypeIdentifier, teamIdentifier }, ticket);
      const files = new Map<string, Uint8Array>(Object.entries(await passIcons()));
      files.set('pass.json', utf8(JSON.stringify(pass)));
      for (const [name, text] of Object.entries(passStrings())) files.set(name, utf8(text));
      const sums: Record<string, string> = {};
      for (const [name, bytes] of files) {
        sums[name] = createHash('sha1').update(bytes).digest('hex');
      }
      const manifest = utf8(JSON.stringify(sums));
      files.set('manifest.json', manifest);
      // A twentieth of a second to load, which a shop without passes does not spend.
      const { detachedSignature } = await import('./pass-signature.ts');
      files.set('signature', detachedSignature(manifest, signer, now_ms));
      const archive: Zippable = {};
      for (const [name, bytes] of files) {
        archive[name] = [bytes, { mtime: now_ms, level: name.endsWith('.png') ? 0 : 6 }];
      }
      return Buffer.from(zipSync(archive));
    },
  };
}
