import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { partsOf } from './parts.ts';
import { move, type Place } from './steps.ts';
import { rest_ms, suggester, type SuggesterState } from './suggester.ts';

const said = (suggestion: string, typed: string) =>
  partsOf(suggestion, typed)
    .map((part) => (part.typed ? `[${part.text}]` : part.text))
    .join('');

test('what was not typed stands out, word by word', () => {
  assert.equal(said('gaming laptop', 'gaming l'), '[gaming l]aptop');
  assert.equal(said('laptop sleeve', 'lap'), '[lap]top sleeve');
  assert.equal(said('Café table', 'cafe ta'), '[Café ta]ble');
  assert.equal(said('laptop', 'latpop'), 'laptop', 'a slip is no beginning');
  assert.equal(said('हेडफ़ोन केस', 'हेड'), '[हेड]फ़ोन केस');
});

test('the parts are the suggestion, whatever was typed', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (a, b) => {
      assert.equal(
        partsOf(a, b)
          .map((part) => part.text)
          .join(''),
        a,
      );
    }),
  );
});

/** A suggester whose clock and network are moved by hand. */
function rig() {
  const asked: { words: string; signal: AbortSignal; answer(text: string): void; fail(): void }[] =
    [];
  let due: { run(): void; ms: number } | null = null;
  let state: SuggesterState<string> | null = null;
  const one = suggester<string>({
    ask: (words, signal) =>
      new Promise((resolve, reject) => {
        asked.push({ words, signal, answer: resolve, fail: () => reject(new Error('away')) });
      }),
    troubleOf: () => 'away',
    later: (run, ms) => {
      due = { run, ms };
      return () => {
        due = null;
      };
    },
    onChange: (next) => {
      state = next;
    },
  });
  return {
    one,
    asked,
    rest: () => {
      assert.equal(due?.ms, rest_ms);
      due?.run();
      due = null;
    },
    state: () => state,
    settle: () => new Promise((resolve) => setImmediate(resolve)),
  };
}

test('keys in a row are one request, and a newer one gives the older up', async () => {
  const { one, asked, rest, state, settle } = rig();
  for (const words of ['l', 'la', 'lap']) one.typed(words);
  rest();
  assert.deepEqual(
    asked.map((request) => request.words),
    ['lap'],
  );
  one.typed('lapt');
  assert.equal(asked[0]?.signal.aborted, true);
  rest();
  assert.equal(asked.filter((request) => !request.signal.aborted).length, 1);
  asked[0]?.answer('old');
  asked[1]?.answer('new');
  await settle();
  assert.deepEqual([state()?.answer, state()?.answered], ['new', 'lapt']);
});

test('the last list stays while the next is on its way, and when it does not come', async () => {
  const { one, asked, rest, state, settle } = rig();
  one.typed('lap');
  rest();
  asked[0]?.answer('first');
  await settle();
  one.typed('lapt');
  assert.deepEqual([state()?.answer, state()?.waiting], ['first', true]);
  rest();
  asked[1]?.fail();
  await settle();
  assert.deepEqual([state()?.answer, state()?.trouble], ['first', 'away']);
  one.typed('lap ');
  assert.deepEqual([state()?.answer, state()?.trouble], ['first', null], 'known: nothing is asked');
  assert.equal(asked.length, 2);
  one.typed('');
  assert.equal(state()?.answer, null);
});

test('arrow keys go round through the rows and the field', () => {
  const rows = [2, 1, 1];
  const press = (key: string, at: Place | null, rtl = false) => move({ rows, at, rtl }, key);
  let at: Place | null = null;
  const seen: (number | null)[] = [];
  for (let nth = 0; nth < 4; nth += 1) {
    at = press('ArrowDown', at) ?? null;
    seen.push(at === null ? null : at.row);
  }
  assert.deepEqual(seen, [0, 1, 2, null]);
  assert.deepEqual(press('ArrowUp', null), { row: 2, cell: 0 });
  assert.equal(press('ArrowUp', { row: 0, cell: 1 }), null);
});

test('sideways there is only something where a row has more than one cell', () => {
  const rows = [2, 1];
  const at = { row: 0, cell: 0 };
  assert.deepEqual(move({ rows, at, rtl: false }, 'ArrowRight'), { row: 0, cell: 1 });
  assert.deepEqual(move({ rows, at, rtl: true }, 'ArrowLeft'), { row: 0, cell: 1 });
  assert.equal(move({ rows, at: { row: 1, cell: 0 }, rtl: false }, 'ArrowRight'), undefined);
  assert.equal(move({ rows, at: null, rtl: false }, 'ArrowLeft'), undefined, 'the field’s own');
  assert.equal(move({ rows, at, rtl: false }, 'Home'), undefined);
  assert.equal(move({ rows: [], at: null, rtl: false }, 'ArrowDown'), undefined);
});
