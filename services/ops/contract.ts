/** What other rooms may use of ops: writing to the audit log, and the error codes. */
import { Type, type Static } from 'typebox';
import { defineErrors } from '#kernel/core/error.ts';
import { call, defineCalls } from '#kernel/http/contract.ts';

export const confirmWithin_ms = 30 * 60_000;
export const reason_chars_max = 500;

const id = Type.String({ minLength: 1, maxLength: 200 });

/** A reason that says something; goes to the audit log word for word. */
export const reasonSchema = Type.String({
  minLength: 3,
  maxLength: reason_chars_max,
  pattern: '\\S',
});

export const auditSchema = Type.Object({
  actor: id,
  /** What was done, as `area.verb`. */
  action: Type.String({ pattern: '^[a-z][a-z-]*\\.[a-z][a-z-]*$', maxLength: 80 }),
  target: id,
  reason: Type.Union([Type.String({ maxLength: reason_chars_max }), Type.Null()]),
  /** 'asked' is written before an effect in another room, the rest after it. */
  outcome: Type.Union([
    Type.Literal('asked'),
    Type.Literal('done'),
    Type.Literal('refused'),
    Type.Literal('unknown'),
  ]),
  detail: Type.Record(Type.String(), Type.Unknown()),
  requestId: Type.Union([Type.String({ maxLength: 200 }), Type.Null()]),
});
export type AuditInput = Static<typeof auditSchema>;

export const opsErrors = defineErrors({
  'second-person-needed': {
    status: 409,
    title: 'Another person has to confirm',
    explain: 'Who asked cannot confirm; somebody else with the role does, within 30 minutes.',
    retryable: false,
  },
  'approval-not-found': {
    status: 404,
    title: 'Request not found',
    explain: 'There is no such request for a second person, or it is about something else.',
    retryable: false,
  },
  'approval-over': {
    status: 409,
    title: 'The request is over',
    explain: 'It was confirmed already, or its 30 minutes have passed; ask again.',
    retryable: false,
  },
  'dead-letter-not-found': {
    status: 404,
    title: 'Parked event not found',
    explain: 'No consumer has parked this event, or it was replayed already.',
    retryable: false,
  },
  'hold-not-found': {
    status: 404,
    title: 'Hold not found',
    explain: 'There is no such hold.',
    retryable: false,
  },
  'hold-in-use': {
    status: 409,
    title: 'The hold belongs to a purchase under way',
    explain: 'Its saga has not ended; undo the saga, which releases the hold as well.',
    retryable: false,
  },
  'task-not-found': {
    status: 404,
    title: 'Task not found',
    explain: 'No room that answers has a task or cache of this name.',
    retryable: false,
  },
  'checker-failed': {
    status: 503,
    title: 'The invariants could not be checked',
    explain: 'The checker ended with an error or took too long; its log line says why.',
    retryable: true,
  },
});

export const opsRoomCalls = defineCalls('ops', {
  /** Adds one entry to the audit log. Without it no operator's action may go ahead. */
  audit: call({ input: auditSchema, output: Type.Object({ auditId: id }) }),
});
