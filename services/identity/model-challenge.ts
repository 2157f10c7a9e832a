/** What is proved by mail: lifetimes, tries, how often it may be asked for, and the secrets. */
import { createHmac } from 'node:crypto';

export const purposes = ['reset', 'sign-in', 'verify-email'] as const;
export type Purpose = (typeof purposes)[number];

/** Long enough for slow mail, short enough to be worthless in an old mailbox. */
export const lifetime_ms: Readonly<Record<Purpose, number>> = {
  reset: 30 * 60_000,
  'sign-in': 10 * 60_000,
  'verify-email': 10 * 60_000,
};

/** Tries of one code. With the mails an hour below: 1 guess in 20,000 hits within an hour. */
export const codeTries_max = 5;

const hour_ms = 60 * 60_000;

/** So many times within a window, for one bucket. */
export interface Allowance {
  bucket: string;
  used_max: number;
  window_ms: number;
}

export const mailsPerAddress_max = 10;
export const mailsPerAddressAndNetwork_max = 5;
export const exportsPerUser_max = 5;

/** Mails to one address: from one network, so that a stranger does not use up the owner's. */
export function mailAllowances(of: { email: string; network: string }): Allowance[] {
  const { email, network } = of;
  return [
    {
      bucket: `mail:${email}:${network}`,
      used_max: mailsPerAddressAndNetwork_max,
      window_ms: hour_ms,
    },
    { bucket: `mail:${email}`, used_max: mailsPerAddress_max, window_ms: hour_ms },
  ];
}

export const exportAllowance = (userId: string): Allowance => ({
  bucket: `export:${userId}`,
  used_max: exportsPerUser_max,
  window_ms: hour_ms,
});

/** Keyed by the installation's key: the database alone gives neither secrets nor e-mails. */
export interface Secrets {
  /** What the mail carries for this challenge; the same each time it is asked for. */
  secretOf(challengeId: string, purpose: Purpose): string;
  /** What is stored of it. */
  proofOf(challengeId: string, secret: string): string;
  /** Stands for an e-mail in a bucket. */
  nameOf(email: string): string;
}

/** The secrets of challenges, derived from a key that every process of the room has. */
export function challengeSecrets(tokenKey: string): Secrets {
  const key = createHmac('sha256', 'trueshelf challenges').update(tokenKey).digest();
  const mac = (text: string) => createHmac('sha256', key).update(text).digest();
  return {
    secretOf: (challengeId, purpose) => {
      const bytes = mac(`secret:${purpose}:${challengeId}`);
      if (purpose === 'reset') return resetToken(challengeId, bytes);
      // 48 bits for 10^6 codes: none is likelier than another by more than 1 in 10^8.
      return String(bytes.readUIntBE(0, 6) % 1_000_000).padStart(6, '0');
    },
    proofOf: (challengeId, secret) => mac(`proof:${challengeId}:${secret}`).toString('base64url'),
    nameOf: (email) => mac(`email:${email}`).toString('base64url').slice(0, 32),
  };
}

/** `rst_`, the id without its prefix, and 256 bits that only we can make. */
function resetToken(challengeId: string, bytes: Uint8Array): string {
  const id = challengeId.slice(challengeId.indexOf('_') + 1);
  return `rst_${id}${Buffer.from(bytes).toString('base64url')}`;
}

/** The challenge that a reset token names; undefined for what cannot be one. */
export function challengeOfToken(token: string): string | undefined {
  const found = /^rst_([0-9a-f]{32})[A-Za-z0-9_-]{43}$/.exec(token);
  return found ? `chl_${found[1] ?? ''}` : undefined;
}

const browsers: readonly (readonly [RegExp, string])[] = [
  [/\bEdg(?:e|A|iOS)?\//, 'Edge'],
  [/\bOPR\/|\bOpera\b/, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/\bChrom(?:e|ium)\/|\bCriOS\//, 'Chrome'],
  [/\bVersion\/[\d.]+ .*\bSafari\//, 'Safari'],
];

const systems: readonly (readonly [RegExp, string])[] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bMac OS X\b|\bMacintosh\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
];

const agent_chars_max = 500;

/** What a person recognises a device by, from a User-Agent header; '' when it says nothing. */
export function deviceOf(userAgent: string | undefined): string {
  const text = (userAgent ?? '').slice(0, agent_chars_max);
  const named = (list: typeof browsers) => list.find(([pattern]) => pattern.test(text))?.[1];
  const [browser, system] = [named(browsers), named(systems)];
  if (browser !== undefined && system !== undefined) return `${browser} on ${system}`;
  const known = browser ?? system;
  if (known !== undefined) return known;
  return /^([A-Za-z][A-Za-z0-9.-]{0,39})(?:[/ ]|$)/.exec(text)?.[1] ?? '';
}
