// What a person may do to a saga of this room, and what is told about it. The rules about when it
// is too late are the room's own (`beforeUndo` of its definition): the kernel only sees to it that
// whoever drove the saga before cannot go on.
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { Db } from '#kernel/db/db.ts';
import { redact } from '#kernel/telemetry/redact.ts';
import type { SagaFacts, SagaRunner, SagaStory } from './runner.ts';
import * as store from './store-operate.ts';
import type { SagaList, SagaView } from './store-operate.ts';

/** Without a step for so long a saga counts as stuck, and may be given up. */
export const stuck_ms = 15 * 60_000;

const OPEN = new Set(['STARTED', 'IN_PROGRESS', 'WAITING', 'COMPENSATING']);

export interface ToldSaga extends Omit<SagaView, 'input' | 'steps'> {
  story: SagaStory;
  stuck: boolean;
}

export type SagaAction = 'saga-not-found' | 'saga-ended' | 'saga-driven' | 'saga-not-undoable';

export interface OperateNeeds {
  db: Db;
  runner: SagaRunner;
}

export function sagaOperations(needs: OperateNeeds) {
  return { ...sagaViews(needs), ...sagaMoves(needs) };
}

async function read(db: Db, sagaId: string): Promise<SagaView | undefined> {
  const all = { status: null, type: null, open: false, idle_ms: null, before: null };
  const { sagas } = await store.listSagas(db, { ...all, sagaIds: [sagaId], limit: 1 });
  return sagas[0];
}

function sagaViews({ db, runner }: OperateNeeds) {
  const told = (view: SagaView): ToldSaga => {
    const { input: _, steps: __, ...rest } = view;
    return { ...rest, story: storyOf(runner, view), stuck: isStuck(view) };
  };
  return {
    list: async (
      filter: store.SagaFilter,
    ): Promise<{ sagas: ToldSaga[]; floor: string | null }> => {
      const { sagas, floor }: SagaList = await store.listSagas(db, filter);
      return { sagas: sagas.map(told), floor };
    },

    byKey: (text: string) => store.sagasByKey(db, text, [...runner.types]),

    /** With its steps and signals; secrets and personal data are masked. */
    detail: async (sagaId: string) => {
      const view = await read(db, sagaId);
      if (view === undefined) return undefined;
      const { steps, signals } = await store.readHistory(db, sagaId);
      return {
        saga: told(view),
        input: redact(view.input),
        steps: steps.map((one) => ({ ...one, output: redact(one.output) })),
        signals: signals.map((one) => ({ ...one, payload: redact(one.payload) })),
      };
    },
  };
}

/** The saga, when it can still be moved on. */
async function openSaga(
  db: Db,
  sagaId: string,
): Promise<SagaView | Refusal<'saga-not-found' | 'saga-ended' | 'saga-driven'>> {
  const view = await read(db, sagaId);
  if (view === undefined) return refuse('saga-not-found', { sagaId });
  if (!OPEN.has(view.status)) return refuse('saga-ended', { sagaId, status: view.status });
  return view.driven ? refuse('saga-driven', { sagaId }) : view;
}

async function turn(
  db: Db,
  view: SagaView,
  to: { status: 'COMPENSATING' | 'FAILED'; reason: string },
): Promise<true | Refusal<'saga-driven'>> {
  const { sagaId } = view;
  // What a shopper is told whose checkout was ended for them.
  const code = to.status === 'FAILED' ? 'conflict' : 'checkout-ended';
  const result = { code, detail: { reason: 'operator', note: to.reason } };
  const turned = await store.turnSaga(db, view, { status: to.status, result });
  return turned ? true : refuse('saga-driven', { sagaId });
}

function sagaMoves({ db, runner }: OperateNeeds) {
  return {
    /** Makes it due now: what hangs or waits goes on. Changes nothing about what it will do. */
    resume: async (sagaId: string): Promise<{ status: string } | Refusal<SagaAction>> => {
      const view = await openSaga(db, sagaId);
      if (isRefusal(view)) return view;
      const woken = await store.wakeSagas(db, [sagaId]);
      if (!woken.has(sagaId)) return refuse('saga-driven', { sagaId });
      runner.poke();
      return { status: view.status };
    },

    /** Has it undo what it did, newest first; refused once that would break a promise. */
    undo: async (
      sagaId: string,
      reason: string,
    ): Promise<{ status: string } | Refusal<SagaAction>> => {
      const view = await openSaga(db, sagaId);
      if (isRefusal(view)) return view;
      const before = runner.definition(view.type)?.beforeUndo;
      if (before === undefined) return refuse('saga-not-undoable', { type: view.type });
      const barred = await before(factsOf(view));
      if (isRefusal(barred)) {
        return refuse('saga-not-undoable', { reason: barred.code, ...barred.detail });
      }
      const turned = await turn(db, view, { status: 'COMPENSATING', reason });
      if (isRefusal(turned)) return turned;
      runner.poke();
      return { status: 'COMPENSATING' };
    },

    /**
     * Ends a stuck saga as it stands (FAILED): nothing of it runs any more and it undoes nothing
     * itself. It makes no order and moves no money; reconciliation finds what it left behind.
     */
    giveUp: async (
      sagaId: string,
      reason: string,
    ): Promise<{ status: string } | Refusal<SagaAction | 'saga-not-stuck'>> => {
      const view = await openSaga(db, sagaId);
      if (isRefusal(view)) return view;
      if (!isStuck(view)) return refuse('saga-not-stuck', { sagaId, idleMs: view.idle_ms });
      const turned = await turn(db, view, { status: 'FAILED', reason });
      if (isRefusal(turned)) return turned;
      await runner.definition(view.type)?.givenUp?.({ ...factsOf(view), status: 'FAILED' });
      return { status: 'FAILED' };
    },
  };
}

/** Open, and without a step for 15 minutes, however often it was tried. */
function isStuck(view: SagaView): boolean {
  return OPEN.has(view.status) && view.idle_ms >= stuck_ms;
}

function factsOf(view: SagaView): SagaFacts<unknown> {
  const { sagaId, key, input, status } = view;
  return { sagaId, key, input, status, steps: view.steps ?? {} };
}

function storyOf(runner: SagaRunner, view: SagaView): SagaStory {
  const tell = runner.definition(view.type)?.tell;
  if (tell !== undefined && view.input !== null) {
    const story = tell(factsOf(view));
    return OPEN.has(view.status) ? story : { ...story, atRisk: null };
  }
  return { summary: `${view.type} saga, ${view.status}.`, links: {}, atRisk: null };
}
