import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { emptyGate, fingerprintOf, isListOld, noted, verdictOf } from './gate.ts';
import { waitingOf, withWords } from './gate.ts';
import type { Gate, Noted } from './gate.ts';

const scan = (scanId: string, code: string, verdict: Noted['verdict']): Noted => ({
  scanId,
  code,
  verdict,
  device: 'd',
  scannedAt: '2026-11-21T10:00:00Z',
  sent: false,
  text: '',
});

test('a fingerprint is what the shop makes', async () => {
  const own = createHash('sha256').update('TS1.a.b').digest('base64url').slice(0, 22);
  assert.equal(await fingerprintOf('TS1.a.b'), own);
});

test('without a network a ticket is let in once, and strangers are not', () => {
  const tickets: Gate['tickets'] = [
    { fingerprint: 'one', state: 'VALID', checkedInAt: null },
    { fingerprint: 'two', state: 'VOID', checkedInAt: null },
    { fingerprint: 'five', state: 'HANDED_ON', checkedInAt: null },
    { fingerprint: 'three', state: 'VALID', checkedInAt: '2026-11-21T09:00:00Z' },
  ];
  let gate: Gate = { ...emptyGate('d'), tickets };
  assert.equal(verdictOf(gate, 'c1', 'one'), 'welcome');
  gate = noted(gate, scan('s1', 'c1', 'welcome'));
  assert.equal(verdictOf(gate, 'c1', 'one'), 'again');
  assert.equal(verdictOf(gate, 'c2', 'two'), 'void');
  assert.equal(verdictOf(gate, 'c3', 'three'), 'again');
  assert.equal(verdictOf(gate, 'c4', 'four'), 'unknown');
  assert.equal(verdictOf(gate, 'c5', 'five'), 'handed-on');
  assert.ok(isListOld(gate, 0), 'never read');
  const read = { at: '2026-11-21T10:00:00Z' };
  assert.ok(!isListOld(read, Date.parse(read.at) + 60_000));
  assert.ok(isListOld(read, Date.parse(read.at) + 180_000));
});

test('what waits is never dropped; the word of the shop stands above that of the device', () => {
  let gate = emptyGate('d');
  for (let at = 0; at < 70; at += 1) gate = noted(gate, scan(`s${at}`, `c${at}`, 'welcome'));
  assert.equal(waitingOf(gate).length, 70);
  const told = [
    { scanId: 's0', verdict: 'again' as const, text: 'at another door' },
    { scanId: 's1', verdict: 'welcome' as const, text: '' },
  ];
  const next = withWords(gate, told);
  assert.equal(next.changed, 1);
  assert.equal(waitingOf(next.gate).length, 68);
  assert.equal(next.gate.scans.find(({ scanId }) => scanId === 's0')?.verdict, 'again');
});
