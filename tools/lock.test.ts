import assert from 'node:assert/strict';
import { test } from 'node:test';
import { missingEntries } from './lock.ts';

test('a platform package that the lock lacks is written with its platform', () => {
  const parent = {
    version: '2.0.0',
    dev: true,
    optionalDependencies: { '@a/b-linux-arm64-musl': '2.0.0', '@a/b-win32-x64': '2.0.0' },
  };
  const present = { version: '2.0.0' };
  const packages = { 'node_modules/a': parent, 'node_modules/@a/b-win32-x64': present };
  assert.deepEqual(missingEntries({ packages }), [
    {
      path: 'node_modules/@a/b-linux-arm64-musl',
      entry: {
        version: '2.0.0',
        libc: ['musl'],
        cpu: ['arm64'],
        dev: true,
        optional: true,
        os: ['linux'],
      },
    },
  ]);
});

test('a package that is no platform binary is not made up', () => {
  const packages = { 'node_modules/a': { optionalDependencies: { fsevents: '2.0.0' } } };
  assert.throws(() => missingEntries({ packages }), /fsevents@2\.0\.0 is missing/);
});
