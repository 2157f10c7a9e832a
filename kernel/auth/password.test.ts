import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hash } from '@node-rs/argon2';
import { Failure } from '../core/error.ts';
import { isRefusal } from '../core/refusal.ts';
import { checkPassword, needsRehash, passwords } from './password.ts';

function reasonOf(password: string, email?: string): unknown {
  const checked = checkPassword(password, { email });
  return isRefusal(checked) ? checked.detail['reason'] : undefined;
}

test('lengths count characters after NFKC, 8 to 256, and nothing is cut off', async () => {
  assert.equal(reasonOf('sevench'), 'too-short');
  assert.equal(reasonOf('eightchr'), undefined);
  assert.equal(reasonOf('🦊🐻🦊🐻🦊🐻🦊'), 'too-short');
  assert.equal(reasonOf('🦊🐻🦊🐻🦊🐻🦊🐻'), undefined);
  assert.equal(reasonOf('xy'.repeat(128)), undefined);
  assert.equal(reasonOf(`${'xy'.repeat(128)}z`), 'too-long');
  assert.equal(reasonOf('\uFDFA'.repeat(60)), 'too-long');
  const long = 'correct horse battery staple '.repeat(4);
  const store = passwords();
  const stored = await store.hash(long);
  assert.equal(await store.verify(stored, long.slice(0, 72)), false);
  assert.equal(await store.verify(stored, long), true);
});

test('NUL and broken text are refused, common and own-email passwords too', () => {
  assert.equal(reasonOf('abc\0defgh'), 'not-text');
  assert.equal(reasonOf('abcdefg\uD800'), 'not-text');
  for (const common of ['Password123', 'QWERTY123', '88888888', 'abcdefgh', '987654321']) {
    assert.equal(reasonOf(common), 'common', common);
  }
  assert.equal(reasonOf('maria.lopez', 'Maria.Lopez@shop.example'), 'is-email');
  assert.equal(reasonOf('maria.lopez@shop.example', 'maria.lopez@shop.example'), 'is-email');
  assert.equal(reasonOf('trueshelf-demo-1234'), undefined);
});

test('the same password typed in another normal form still fits', async () => {
  const store = passwords();
  const composed = checkPassword('caf\u00e9-au-lait');
  assert.ok(!isRefusal(composed));
  const stored = await store.hash(composed);
  assert.match(stored, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  assert.equal(await store.verify(stored, 'cafe\u0301-au-lait'), true);
  assert.equal(await store.verify(stored, 'cafe-au-lait'), false);
  assert.equal(await store.verify(stored, 'x'.repeat(5000)), false);
  assert.equal(await store.verify(stored, 'caf\u00e9-au-lait\0'), false);
});

test('an unknown user costs as much as a wrong password', async () => {
  const store = passwords();
  const stored = await store.hash('some other password');
  let [known, unknown, hostile] = [Infinity, Infinity, Infinity];
  const time = async (work: () => Promise<unknown>) => {
    const start = performance.now();
    await work();
    return performance.now() - start;
  };
  const alike = () => unknown > known / 3 && unknown < known * 3 && hostile > known / 3;
  // In turns, the quickest of each: a busy machine slows down any of them, but not all for ever.
  for (let turn = 0; turn < 9 || (turn < 200 && !alike()); turn += 1) {
    known = Math.min(known, await time(() => store.verify(stored, 'wrong password')));
    unknown = Math.min(unknown, await time(() => store.verifyDummy('wrong password')));
    hostile = Math.min(hostile, await time(() => store.verify(stored, '\0')));
  }
  assert.equal(await store.verifyDummy('nobody'), false);
  assert.ok(alike(), `${unknown} and ${hostile} ms against ${known} ms`);
});

test('a flood of logins is refused at once instead of queueing without end', async () => {
  const store = passwords({ concurrent_max: 2, queue_max: 3 });
  const results = await Promise.allSettled(
    Array.from({ length: 20 }, () => store.verifyDummy('x')),
  );
  const refused = results.filter((result) => result.status === 'rejected');
  assert.equal(refused.length, 15);
  for (const { reason } of refused) {
    assert.ok(reason instanceof Failure && reason.code === 'overloaded');
    assert.ok(reason.retryAfter_ms);
  }
  assert.deepEqual(store.load(), { running: 0, waiting: 0 });
});

test('a hash made at another cost asks to be made again', async () => {
  assert.equal(needsRehash(await passwords().hash('a fine password')), false);
  assert.equal(needsRehash(await hash('x', { memoryCost: 8192, timeCost: 2 })), true);
  assert.equal(needsRehash(await hash('x', { algorithm: 1, timeCost: 2 })), true);
});
