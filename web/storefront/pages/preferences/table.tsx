import { clsx } from 'clsx';
import { Icon } from '../../../ui/icon.tsx';
import { useApp } from '../../app.tsx';
import type { Cell, Preferences } from './grid.ts';

export interface GridTableProps {
  shown: Preferences;
  onChange(cell: Cell, enabled: boolean): void;
}

/** Topics down, channels across; what cannot be changed says why below its name. */
export function GridTable({ shown, onChange }: GridTableProps) {
  const { t } = useApp().speech;
  const topics = [...new Set(shown.grid.map(({ topic }) => topic))];
  return (
    <div
      className="relative -mx-4 overflow-x-auto px-4"
      role="region"
      aria-label={t('prefs.grid')}
      tabIndex={0}
    >
      <table className="w-full min-w-[21rem] border-collapse text-start">
        <caption className="unseen">{t('prefs.grid')}</caption>
        <thead>
          <tr className="align-bottom">
            <th scope="col" className="py-3 pe-3 text-start text-sm font-semibold">
              {t('prefs.topic')}
            </th>
            {shown.channels.map(({ channel, available }) => (
              <th
                key={channel}
                scope="col"
                className={clsx(
                  'w-14 px-1 py-3 text-center text-sm font-semibold sm:w-24',
                  !available && 'text-muted',
                )}
              >
                {t(`prefs.channel.${channel}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {topics.map((topic) => (
            <Topic key={topic} topic={topic} {...{ shown, onChange }} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Topic({ shown, topic, onChange }: GridTableProps & { topic: Cell['topic'] }) {
  const { speech } = useApp();
  const { t } = speech;
  const cells = shown.grid.filter((cell) => cell.topic === topic);
  const locked = cells.find((cell) => cell.locked);
  return (
    <>
      <tr className="border-t border-line align-top">
        <th scope="row" className="py-4 pe-3 text-start font-medium">
          {t(`prefs.topic.${topic}`)}
          <span className="block text-sm font-normal text-muted">
            {t(`prefs.topic.${topic}.text`)}
          </span>
        </th>
        {shown.channels.map(({ channel }) => {
          const cell = cells.find((one) => one.channel === channel);
          return (
            <td key={channel} className="px-1 py-3 text-center">
              {cell !== undefined && <Tick cell={cell} onChange={onChange} />}
            </td>
          );
        })}
      </tr>
      {locked !== undefined && (
        <tr>
          <td colSpan={shown.channels.length + 1} className="pb-4">
            <span id={`why-${topic}`} className="flex gap-1.5 text-sm text-muted">
              <Icon name="lock" className="mt-0.5 size-4" />
              {speech.maybe(`prefs.why.${locked.reason}`) ?? t('prefs.why.other')}
            </span>
          </td>
        </tr>
      )}
    </>
  );
}

function Tick({ cell, onChange }: { cell: Cell; onChange: GridTableProps['onChange'] }) {
  const { t } = useApp().speech;
  const { topic, channel, enabled, locked } = cell;
  const label = `${t(`prefs.topic.${topic}`)}: ${t(`prefs.channel.${channel}`)}`;
  return (
    <label className="inline-grid size-11 place-items-center">
      <span className="unseen">{label}</span>
      <input
        type="checkbox"
        className="size-5 accent-accent aria-disabled:opacity-60"
        checked={enabled}
        aria-disabled={locked || undefined}
        aria-describedby={locked ? `why-${topic}` : undefined}
        onChange={(event) => {
          // A locked one stays in the order of the keyboard, so that its reason can be heard.
          if (!locked) onChange(cell, event.target.checked);
        }}
      />
    </label>
  );
}
