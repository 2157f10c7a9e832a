import { clsx } from 'clsx';
import type { ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';

const tones = {
  plain: { box: 'bg-surface', icon: 'info' as IconName, ink: 'text-ink' },
  good: { box: 'bg-accent-soft', icon: 'check' as IconName, ink: 'text-accent' },
  warn: { box: 'bg-warn-soft', icon: 'warning' as IconName, ink: 'text-warn' },
  problem: { box: 'bg-danger-soft', icon: 'warning' as IconName, ink: 'text-danger' },
};

export interface NoticeProps {
  tone?: keyof typeof tones;
  title?: string;
  children?: ReactNode;
  /** Buttons or links: what can be done about it. */
  actions?: ReactNode;
  /** Read out at once: for what happened just now. */
  live?: boolean;
}

/** Something to know, beside what it is about. Problems say what happened and what to do. */
export function Notice({ tone = 'plain', title, children, actions, live = false }: NoticeProps) {
  const { box, icon, ink } = tones[tone];
  return (
    <div
      data-edge
      role={live ? (tone === 'problem' ? 'alert' : 'status') : undefined}
      className={clsx('flex gap-3 rounded-md p-4', box)}
    >
      <Icon name={icon} className={clsx('mt-0.5 size-5', ink)} />
      <div className="grid min-w-0 flex-1 gap-1">
        {title !== undefined && <p className="font-semibold">{title}</p>}
        {children !== undefined && <div>{children}</div>}
        {actions !== undefined && <div className="mt-2 flex flex-wrap gap-2">{actions}</div>}
      </div>
    </div>
  );
}

export interface ErrorNoticeProps {
  title: string;
  text: string;
  /** Shown small, to be told to support; one press selects all of it. */
  requestId?: string | undefined;
  requestLabel?: string;
  actions?: ReactNode;
}

/** A failure inside a page that stays: what was typed is still there. */
export function ErrorNotice({ title, text, requestId, requestLabel, actions }: ErrorNoticeProps) {
  return (
    <Notice tone="problem" title={title} live actions={actions}>
      <p>{text}</p>
      {requestId !== undefined && requestId !== '' && (
        <p className="mt-1 text-xs break-all text-muted">
          {requestLabel} <code className="select-all">{requestId}</code>
        </p>
      )}
    </Notice>
  );
}

export interface EmptyStateProps {
  title: string;
  text?: string;
  icon?: IconName;
  children?: ReactNode;
}

/** Nothing here: why, and the way on. */
export function EmptyState({ title, text, icon = 'box', children }: EmptyStateProps) {
  return (
    <div className="mx-auto grid max-w-xl justify-items-center gap-3 py-16 text-center">
      <span className="mb-2 grid size-20 place-items-center rounded-full bg-surface text-muted">
        <Icon name={icon} className="size-9" />
      </span>
      <h2 className="text-xl">{title}</h2>
      {text !== undefined && <p className="text-muted">{text}</p>}
      <div className="mt-3 flex flex-wrap justify-center gap-3">{children}</div>
    </div>
  );
}
