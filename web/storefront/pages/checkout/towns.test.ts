import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AddressFields } from './address.ts';
import { filledIn, regionOf } from './towns.ts';

const typed = (more: Partial<AddressFields>): AddressFields => ({
  name: '',
  line1: '',
  line2: '',
  city: '',
  state: '',
  postalCode: '10001',
  country: 'US',
  phone: '',
  ...more,
});
const newYork = { city: 'New York', stateCode: 'NY', state: 'New York' };
const none = { city: '', state: '' };

test('a region is known by its code or its name', () => {
  assert.equal(regionOf('US', newYork), 'NY');
  assert.equal(regionOf('IN', { stateCode: '07', state: 'Delhi' }), 'DL');
  assert.equal(regionOf('DE', { stateCode: 'BE', state: 'Berlin' }), '');
});

test('one town fills in what is empty and leaves what was typed', () => {
  const towns = [newYork];
  assert.deepEqual(filledIn(typed({}), { towns, ours: none }), { city: 'New York', state: 'NY' });
  assert.deepEqual(filledIn(typed({ city: 'NYC' }), { towns, ours: none }), { state: 'NY' });
  assert.deepEqual(filledIn(typed({ city: 'NYC', state: 'NJ' }), { towns, ours: none }), {});
});

test('what was filled in goes with the code; several towns are a choice', () => {
  const boston = { city: 'Boston', stateCode: 'MA', state: '' };
  const ours = { city: 'New York', state: 'NY' };
  const was = typed({ city: 'New York', state: 'NY' });
  assert.deepEqual(filledIn(was, { towns: [boston], ours }), { city: 'Boston', state: 'MA' });
  const towns = [newYork, { ...newYork, city: 'Brooklyn' }];
  assert.deepEqual(filledIn(typed({}), { towns, ours: none }), { state: 'NY' });
  assert.deepEqual(filledIn(typed({}), { towns: [], ours: none }), {});
});
