import assert from 'node:assert/strict';
import { test } from 'node:test';
import { challengeOfToken, challengeSecrets, deviceOf } from './model-challenge.ts';

test('codes are spread evenly over all digits', () => {
  const { secretOf } = challengeSecrets('key');
  const counts = Array.from({ length: 10 }, () => 0);
  for (let n = 0; n < 5_000; n += 1) {
    const first = Number(secretOf(`chl_${n}`, 'sign-in')[0]);
    counts[first] = (counts[first] ?? 0) + 1;
  }
  assert.ok(Math.min(...counts) > 400 && Math.max(...counts) < 600, counts.join());
});

test('secrets differ by key, purpose and challenge, and are the same each time', () => {
  const [one, other] = [challengeSecrets('a'), challengeSecrets('b')];
  const id = `chl_${'1'.repeat(32)}`;
  const token = one.secretOf(id, 'reset');
  assert.equal(token, one.secretOf(id, 'reset'));
  assert.notEqual(token, other.secretOf(id, 'reset'));
  assert.equal(challengeOfToken(token), id);
  assert.equal(challengeOfToken(`${token}A`), undefined);
  assert.notEqual(one.secretOf(id, 'sign-in'), one.secretOf(`chl_${'2'.repeat(32)}`, 'sign-in'));
  assert.notEqual(one.proofOf(id, '123456'), one.proofOf(`chl_${'2'.repeat(32)}`, '123456'));
});

test('a device is named as its owner would', () => {
  const os = { windows: 'Windows NT 10.0; Win64; x64', mac: 'Macintosh; Intel Mac OS X 10_15_7' };
  const webkit = 'AppleWebKit/605.1.15 (KHTML, like Gecko)';
  const cases: [string, string][] = [
    [`(${os.windows}; rv:140.0) Gecko/20100101 Firefox/140.0`, 'Firefox on Windows'],
    [`(${os.mac}) ${webkit} Version/18.0 Safari/605.1.15`, 'Safari on macOS'],
    [`(iPhone; CPU iPhone OS 18_0 like Mac OS X) ${webkit} CriOS/130.0`, 'Chrome on iPhone'],
    ['(Linux; Android 15) SamsungBrowser/27.0 Chrome/125.0', 'Samsung Internet on Android'],
    ['(X11; Linux x64) Chrome/140.0 Safari/537.36 Edg/140.0', 'Edge on Linux'],
  ];
  for (const [agent, name] of cases) assert.equal(deviceOf(`Mozilla/5.0 ${agent}`), name);
  assert.equal(deviceOf('curl/8.5.0'), 'curl');
  for (const odd of ['<script>alert(1)</script>', '\u0000\u001b[31m', undefined]) {
    assert.equal(deviceOf(odd), '');
  }
});
