import assert from 'node:assert/strict';
import { AsyncLocalStorage } from 'node:async_hooks';
import { test } from 'node:test';
import { context, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import type { Context, ContextManager, Span, SpanContext } from '@opentelemetry/api';
import { runWith } from '../core/context.ts';
import { inSpan, readTraceparent, traceparent, withTraceparent } from './trace.ts';

const incoming = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

test('without an SDK a span records nothing and results pass through', async () => {
  assert.equal(
    inSpan('a', {}, () => 7),
    7,
  );
  assert.equal(await inSpan('a', {}, async () => 8), 8);
  await assert.rejects(
    inSpan('a', {}, async () => Promise.reject(new Error('x'))),
    /x/,
  );
  assert.throws(() => inSpan('a', {}, () => assert.fail('y')), /y/);
  assert.equal(
    inSpan('a', {}, (span) => span.isRecording()),
    false,
  );
});

test('without an SDK the incoming traceparent is handed on', () => {
  assert.equal(traceparent(), undefined);
  runWith({ correlationId: 'c', traceparent: incoming }, () => {
    assert.equal(traceparent(), incoming);
  });
});

test('malformed traceparents are ignored', () => {
  const zero = `00-${'0'.repeat(32)}-b7ad6b7169203331-01`;
  for (const header of ['', 'x', zero, incoming.toUpperCase(), `${incoming}-x`, `01${incoming}`]) {
    assert.equal(readTraceparent(header), undefined, header);
  }
  assert.equal(readTraceparent(incoming)?.spanId, 'b7ad6b7169203331');
  assert.equal(
    withTraceparent('x', () => 1),
    1,
  );
});

/** The smallest SDK: a context manager and, below, a tracer that remembers. */
const store = new AsyncLocalStorage<Context>();
const manager: ContextManager = {
  active: () => store.getStore() ?? ROOT_CONTEXT,
  with: (of, fn, ...[self, ...args]) => store.run(of, () => fn.apply(self as never, args)),
  bind: (_of, target) => target,
  enable: () => manager,
  disable: () => manager,
};

test('with an SDK spans nest under the incoming trace, end once and record failures', async () => {
  const ended: { name: string; traceId: string; failed: boolean }[] = [];
  const startSpan = (name: string, _options?: unknown, parentOf?: Context): Span => {
    const parent = trace.getSpanContext(parentOf ?? context.active());
    const traceId = parent?.traceId ?? 'f'.repeat(32);
    const own: SpanContext = { traceId, spanId: '1'.repeat(16), traceFlags: 1 };
    let failed = false;
    const span = {
      spanContext: () => own,
      end: () => ended.push({ name, traceId, failed }),
      setStatus: () => {
        failed = true;
        return span;
      },
      recordException: () => {},
    } as unknown as Span;
    return span;
  };
  context.setGlobalContextManager(manager);
  trace.setGlobalTracerProvider({
    getTracer: () => ({
      startSpan,
      startActiveSpan: ((name: string, options: unknown, fn: (span: Span) => unknown) => {
        const span = startSpan(name, options);
        return context.with(trace.setSpan(context.active(), span), () => fn(span));
      }) as never,
    }),
  });
  const out = await withTraceparent(incoming, () =>
    inSpan('outer', {}, async () => {
      await inSpan('inner', {}, async () => Promise.reject(new Error('x'))).catch(() => {});
      return traceparent();
    }),
  );
  const traceId = '0af7651916cd43dd8448eb211c80319c';
  assert.equal(out, `00-${traceId}-${'1'.repeat(16)}-01`);
  assert.deepEqual(ended, [
    { name: 'inner', traceId, failed: true },
    { name: 'outer', traceId, failed: false },
  ]);
});
