import { hash, parseOptions, verify } from '@node-rs/argon2';
import { bulkhead, BulkheadRejectedError } from 'cockatiel';
import { defineErrors, Failure } from '../core/error.ts';
import { refuse } from '../core/refusal.ts';
import type { Refusal } from '../core/refusal.ts';
import { isCommonPassword } from './common-password.ts';

defineErrors({
  'password-unsuitable': {
    status: 422,
    title: 'Password unsuitable',
    explain: 'The new password is too short, too long, too common or not valid text; see reason.',
    retryable: false,
  },
});

export const password_chars_min = 8;
export const password_chars_max = 256;
// NFKC can turn one character into 18, so what is normalised is bounded first.
const raw_chars_max = 1024;

// OWASP's first choice for argon2id (the binding's number for it is 2); 11 ms of CPU a hash.
const costs = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 };

/** A hash, at today's cost, of 32 random bytes that nobody kept. */
const dummyHash =
  '$argon2id$v=19$m=19456,t=2,p=1$Yj0Xjc4R4+BxU7mJArHyjQ' +
  '$9PAj2UOmSGd71MBkPuhBCnj7wo+Hc2ik2uWEGMau/vI';

export type PasswordReason = 'too-short' | 'too-long' | 'not-text' | 'common' | 'is-email';

export interface Passwords {
  /** Hashes a password that `checkPassword` let through. 11 ms of CPU, off the main thread. */
  hash(normalised: string): Promise<string>;
  /** Whether the password fits the stored hash; a text that no account can have never does. */
  verify(stored: string, password: string): Promise<boolean>;
  /** Takes as long as `verify` and gives false: for unknown users, so that time tells nothing. */
  verifyDummy(password: string): Promise<false>;
  /** Runs and waits now, for metrics. */
  load(): { running: number; waiting: number };
}

/**
 * Password hashing with a bound on CPU: at most `concurrent_max` (2) run, at most `queue_max` (64)
 * wait, anything more fails with 'overloaded' at once instead of slowing every other request.
 */
export function passwords(
  options: { concurrent_max?: number; queue_max?: number } = {},
): Passwords {
  const concurrent_max = options.concurrent_max ?? 2;
  const queue_max = options.queue_max ?? 64;
  const gate = bulkhead(concurrent_max, queue_max);
  const limited = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await gate.execute(work);
    } catch (error) {
      if (!(error instanceof BulkheadRejectedError)) throw error;
      throw new Failure('overloaded', { work: 'password' }, { cause: error, retryAfter_ms: 1000 });
    }
  };
  const verifyDummy = async (): Promise<false> => {
    // The text that is compared does not matter; a constant keeps hostile lengths out of it.
    await limited(() => verify(dummyHash, 'nobody'));
    return false;
  };
  return {
    hash: (normalised) => limited(() => hash(normalised, costs)),
    verify: async (stored, password) => {
      const normalised = normalise(password);
      if (normalised === undefined) return verifyDummy();
      return limited(() => verify(stored, normalised));
    },
    verifyDummy,
    load: () => ({
      running: concurrent_max - gate.executionSlots,
      waiting: queue_max - gate.queueSlots,
    }),
  };
}

/**
 * Checks a new password: 8 to 256 characters after NFKC, valid text without NUL, not common, not
 * the account's own email. Gives the normalised text to hash, or refuses with 'password-unsuitable'
 * and `reason`. Nothing is cut off, and no classes of characters are asked for.
 */
export function checkPassword(
  password: string,
  account: { email?: string } = {},
): string | Refusal<'password-unsuitable'> {
  const no = (reason: PasswordReason) =>
    refuse('password-unsuitable', {
      reason,
      minLength: password_chars_min,
      maxLength: password_chars_max,
    });
  if (password.length > raw_chars_max) return no('too-long');
  if (!password.isWellFormed() || password.includes('\0')) return no('not-text');
  const normalised = password.normalize('NFKC');
  const chars = charsOf(normalised);
  if (chars < password_chars_min) return no('too-short');
  if (chars > password_chars_max) return no('too-long');
  if (isCommonPassword(normalised)) return no('common');
  const email = account.email?.toLowerCase();
  const lower = normalised.toLowerCase();
  if (email !== undefined && (lower === email || lower === email.split('@')[0])) {
    return no('is-email');
  }
  return normalised;
}

/** Whether a stored hash was made with other costs than today's: hash again at the next login. */
export function needsRehash(stored: string): boolean {
  const made = parseOptions(stored);
  return (
    made.algorithm !== costs.algorithm ||
    made.memoryCost !== costs.memoryCost ||
    made.timeCost !== costs.timeCost ||
    made.parallelism !== costs.parallelism ||
    made.outputLen !== costs.outputLen
  );
}

function normalise(password: string): string | undefined {
  if (password.length > raw_chars_max) return undefined;
  if (!password.isWellFormed() || password.includes('\0')) return undefined;
  const normalised = password.normalize('NFKC');
  return charsOf(normalised) > password_chars_max ? undefined : normalised;
}

function charsOf(text: string): number {
  let chars = 0;
  for (const _ of text) chars += 1;
  return chars;
}
