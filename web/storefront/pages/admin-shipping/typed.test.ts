import assert from 'node:assert/strict';
import { test } from 'node:test';
import { laidOver } from '../admin-pricing/laid-over.ts';
import * as typed from './typed.ts';

test('a short name is plain, nobody else has it, and it is never empty', () => {
  assert.equal(typed.codeFor('Österreich & Schweiz', [], 'zone'), 'osterreich-schweiz');
  assert.equal(typed.codeFor('Europe', ['europe', 'europe-2'], 'zone'), 'europe-3');
  assert.equal(typed.codeFor('भारत', [], 'zone'), 'zone');
  assert.equal(typed.codeFor('New', [], 'zone'), 'new-2', 'that is the page of a new one');
  assert.match(typed.codeFor('x '.repeat(60), [], 'zone'), /^[a-z0-9-]{1,40}$/);
});

test('what was kept comes back into the fields and out again as it was', () => {
  const zone: typed.Zone = {
    zone: 'germany',
    name: 'Germany',
    countries: ['DE', 'AT'],
    timeZone: 'Europe/Berlin',
    cutoff: null,
    restDays: [0],
    holidays: [{ day: '2030-12-25', name: 'Christmas' }],
    version: 3,
  };
  const { zone: _, version, ...body } = zone;
  assert.deepEqual(typed.zoneBody(typed.zoneTyped(zone)), body);
  const rate: typed.RateBody = {
    zone: 'germany',
    method: 'EXPRESS',
    currency: 'EUR',
    name: 'Express',
    base: 0,
    perKg: 0,
    freeOver: 50.5,
    maxWeightGrams: 5_000,
    minDays: 1,
    maxDays: 2,
    tiers: [{ upToGrams: 5_000, amount: 6.9 }],
    sizes: [{ overMillimetres: 1_200, amount: 4 }],
    carrier: null,
  };
  assert.deepEqual(typed.rateBody('germany', typed.rateTyped({ ...rate, version })), rate);
  const straight = { ...rate, tiers: null, sizes: null, base: 4.5, perKg: 1, carrier: 'air' };
  assert.deepEqual(typed.rateBody('germany', typed.rateTyped({ ...straight, version })), straight);
});

test('what was typed is laid over what somebody else saved meanwhile', () => {
  const over = { name: 'Islands', countries: 'FJ', restDays: [0], holidays: [] };
  const mine = { ...over, name: 'Isles', restDays: [0, 6] };
  const now = { ...over, name: 'Islas', countries: 'FJ, WS' };
  const laid = laidOver(now, { over, typed: mine });
  assert.deepEqual(laid, { ...over, name: 'Isles', countries: 'FJ, WS', restDays: [0, 6] });
  assert.deepEqual(laidOver(now, { over, typed: over }), now, 'nothing was typed');
});

test('what is no number is sent as it is, to be refused, never as 0 or as none', () => {
  const body = typed.rateBody('x', { ...typed.noRate, base: '', perKg: 'abc', freeOver: 'abc' });
  assert.deepEqual([body.base, body.perKg, body.freeOver], ['', 'abc', 'abc']);
  assert.equal(typed.carrierBody({ ...typed.noCarrier, divisor: '' }).divisor, null);
  assert.equal(typed.rateBody('x', { ...typed.noRate, base: '4,5' }).base, 4.5);
});

test('countries are read with commas, spaces and small letters, each once', () => {
  assert.deepEqual(typed.countriesIn('de, at;ch  DE'), ['DE', 'AT', 'CH']);
  assert.deepEqual(typed.countriesIn(' '), []);
});
