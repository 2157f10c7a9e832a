/** What is typed over something that somebody else may change meanwhile; neither is lost. */
import { useState, type ReactNode } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useSpeech } from '../../app.tsx';
import { useDraft } from '../../state/draft.ts';
import type { useAction } from '../../state/use-action.ts';
import { laidOver, markOf } from './laid-over.ts';

export interface Typed<T> {
  value: T;
  /** It was typed over something older than what is there now. */
  isMerged: boolean;
  change(some: Partial<T>): void;
  forget(): void;
}

/** `start`: what is there now. What was typed earlier over something older is laid over it. */
export function useTyped<T extends object>(name: string, start: T): Typed<T> {
  const draft = useDraft(`over ${name}`, { over: start, typed: start });
  const { over, typed } = draft.value;
  const isOlder = markOf(over) !== markOf(start);
  const [isMerged] = useState(isOlder);
  const value = isOlder ? laidOver(start, { over, typed }) : typed;
  return {
    value,
    isMerged,
    change: (some) => draft.change({ over: start, typed: { ...value, ...some } }),
    forget: draft.forget,
  };
}

type Action = ReturnType<typeof useAction>;

/** The version that a change is based on, as the API asks for it. */
export const basedOn = (kept: { version: number } | null) => `"${kept?.version ?? 0}"`;

/** The form's action without the refusal that `Elsewhere` tells. */
export const besides = (action: Action): Action =>
  isStale(action) ? { ...action, problem: null } : action;

const isStale = ({ problem }: Action) => problem?.code === 'precondition-failed';

/** Above the fields: what they show is typed over something that is newer. */
export function Merged({ draft }: { draft: Pick<Typed<never>, 'isMerged'> }): ReactNode {
  const { t } = useSpeech();
  return draft.isMerged ? <Notice live>{t('pricing.merged')}</Notice> : null;
}

export interface ElsewhereProps {
  action: Action;
  /** Reads what is there now. */
  onReload(): void;
}

/** Beside the button that was pressed: that somebody else saved it, and the way to go on. */
export function Elsewhere({ action, onReload }: ElsewhereProps): ReactNode {
  const { t } = useSpeech();
  if (!isStale(action)) return null;
  const load = () => {
    action.clear();
    onReload();
  };
  return (
    <Notice
      tone="warn"
      live
      title={t('pricing.stale')}
      actions={
        <Button size="sm" onClick={load}>
          {t('pricing.stale.load')}
        </Button>
      }
    >
      {t('pricing.stale.text')}
    </Notice>
  );
}
