/**
 * Spans by hand at the seams (HTTP, SQL, publish, consume, saga step). Only OpenTelemetry's API is
 * used: without an SDK a span costs a quarter of a microsecond and goes nowhere.
 */
import { context, SpanStatusCode, trace, TraceFlags } from '@opentelemetry/api';
import type { Attributes, Span, SpanContext } from '@opentelemetry/api';
import { currentContext } from '../core/context.ts';

const tracer = trace.getTracer('trueshelf');
const version00 = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/**
 * Runs fn inside a span, which ends when fn (or its promise) does and records what it throws.
 * Attributes: short, no personal data.
 */
export function inSpan<T>(name: string, attributes: Attributes, fn: (span: Span) => T): T {
  return tracer.startActiveSpan(name, { attributes }, (span) => {
    try {
      const result = fn(span);
      if (!(result instanceof Promise)) {
        span.end();
        return result;
      }
      return result.then(
        (value: unknown) => {
          span.end();
          return value;
        },
        (error: unknown) => {
          fail(span, error);
          throw error;
        },
      ) as T;
    } catch (error) {
      fail(span, error);
      throw error;
    }
  });
}

/** Runs fn as a child of the trace in a `traceparent` header; of none when it is malformed. */
export function withTraceparent<T>(traceparent: string | undefined, fn: () => T): T {
  const parent = traceparent === undefined ? undefined : readTraceparent(traceparent);
  if (parent === undefined) return fn();
  return context.with(trace.setSpanContext(context.active(), parent), fn);
}

/** The header for what goes out: the running span's, else the one that came in. */
export function traceparent(): string | undefined {
  const span = trace.getActiveSpan()?.spanContext();
  if (span !== undefined && trace.isSpanContextValid(span)) {
    const flags = span.traceFlags.toString(16).padStart(2, '0');
    return `00-${span.traceId}-${span.spanId}-${flags}`;
  }
  return currentContext()?.traceparent;
}

/** Reads a W3C traceparent, version 00; undefined when malformed or all zero. */
export function readTraceparent(header: string): SpanContext | undefined {
  const match = version00.exec(header);
  if (match === null) return undefined;
  const [, traceId = '', spanId = '', flags = ''] = match;
  const traceFlags = Number.parseInt(flags, 16) & TraceFlags.SAMPLED;
  const parent: SpanContext = { traceId, spanId, traceFlags, isRemote: true };
  return trace.isSpanContextValid(parent) ? parent : undefined;
}

function fail(span: Span, error: unknown): void {
  if (error instanceof Error) span.recordException(error);
  span.setStatus({ code: SpanStatusCode.ERROR });
  span.end();
}
