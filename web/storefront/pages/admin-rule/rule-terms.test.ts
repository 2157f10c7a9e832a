import assert from 'node:assert/strict';
import { test } from 'node:test';
import { moves, noRule, ruleBodyOf, ruleTermsOf } from './rule-terms.ts';

test('a rule that is kept comes back from the fields as it was', () => {
  for (const move of moves) {
    const rule = {
      ...noRule,
      terms: {
        ...noRule.terms,
        name: 'Slow',
        currency: 'EUR',
        places: 'DE',
        segments: ['plst_1'],
        priority: '2',
      },
      move,
      size: '4.5',
      stockMin: '10',
      demandMax: '0',
      dailyChangePercent: '5',
    };
    const body = ruleBodyOf(rule);
    assert.deepEqual(
      [body.stock, body.demand],
      [
        { min: 10, max: null },
        { min: null, max: 0 },
      ],
    );
    assert.deepEqual(body.segments, ['plst_1']);
    assert.equal(body.currency, move === 'percent' ? undefined : 'EUR');
    assert.deepEqual(ruleBodyOf(ruleTermsOf(body)), body);
  }
});
