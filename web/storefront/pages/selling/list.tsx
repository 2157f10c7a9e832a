import { useState, type ReactNode } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Link } from '../../../ui/link.tsx';
import { useSpeech } from '../../app.tsx';
import { FormProblem } from '../../shell/form-problem.tsx';
import { useAction } from '../../state/use-action.ts';
import { useQuery } from '../../state/use-query.ts';
import { Asked } from './frame.tsx';

export interface Part<T> {
  data: readonly T[];
  nextCursor: string | null;
}

export interface Wanted {
  cursor?: string;
  signal?: AbortSignal;
}

export interface ListProps<T> {
  /** What is listed; another name is another list. Give it as `key` too. */
  name: string;
  load(of: Wanted): Promise<Part<T>>;
  empty: ReactNode;
  row(one: T): ReactNode;
}

/** A list page by page; what is shown stays while more comes. */
export function List<T>({ name, load, empty, row }: ListProps<T>) {
  const { t } = useSpeech();
  const first = useQuery(name, (signal) => load({ signal }));
  const [rest, setRest] = useState<Part<T> | null>(null);
  const action = useAction();
  const more = (cursor: string) =>
    action.run(async () => {
      const part = await load({ cursor });
      setRest((before) => ({
        data: [...(before?.data ?? []), ...part.data],
        nextCursor: part.nextCursor,
      }));
    });
  return (
    <Asked of={first}>
      {(data) => {
        const rows = [...data.data, ...(rest?.data ?? [])];
        const cursor = rest === null ? data.nextCursor : rest.nextCursor;
        if (rows.length === 0) return empty;
        return (
          <div className="grid grid-cols-1 gap-6">
            <ul className="grid grid-cols-1 border-t border-line">{rows.map(row)}</ul>
            <FormProblem problem={action.problem} />
            {cursor !== null && (
              <div>
                <Button busy={action.busy} onClick={() => void more(cursor)}>
                  {t('selling.more')}
                </Button>
              </div>
            )}
          </div>
        );
      }}
    </Asked>
  );
}

export interface TabsProps {
  label: string;
  tabs: readonly { to: string; name: string; on: boolean }[];
}

/** Parts of one list, as addresses. */
export function Tabs({ label, tabs }: TabsProps) {
  return (
    <nav aria-label={label} className="flex flex-wrap gap-2">
      {tabs.map(({ to, name, on }) => (
        <Link
          key={to}
          to={to}
          data-edge
          aria-current={on ? 'true' : undefined}
          className={`inline-flex min-h-11 items-center rounded-full border px-4 text-sm ${
            on ? 'border-ink font-semibold' : 'border-line text-muted hover:bg-surface'
          }`}
        >
          {name}
        </Link>
      ))}
    </nav>
  );
}
