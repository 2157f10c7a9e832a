import { useEffect, useState } from 'react';
import { Icon } from './icon.tsx';

export interface StepperProps {
  /** The form field's name; works without JavaScript as a number field. */
  name?: string;
  value: number;
  min?: number;
  max: number;
  label: string;
  labels: { less: string; more: string };
  busy?: boolean;
  onChange?(value: number): void;
}

const part =
  'grid size-11 place-items-center rounded-full hover:bg-surface aria-disabled:text-muted ' +
  'aria-disabled:hover:bg-transparent';

/** A small number by buttons or typing. What is typed counts when the field is left. */
export function Stepper(props: StepperProps) {
  const { name, value, min = 1, max, label, labels, busy = false, onChange } = props;
  const [text, setText] = useState(String(value));
  useEffect(() => setText(String(value)), [value]);
  const choose = (wanted: number) => {
    const next = Math.min(Math.max(min, Math.trunc(wanted)), Math.max(min, max));
    setText(String(next));
    if (next !== value) onChange?.(next);
  };
  const leave = () => (/^\d+$/.test(text) ? choose(Number(text)) : setText(String(value)));
  return (
    <div
      role="group"
      aria-label={label}
      aria-busy={busy || undefined}
      className="inline-flex items-center rounded-full border border-line-strong"
    >
      <button
        type="button"
        className={`needs-js ${part}`}
        aria-label={labels.less}
        aria-disabled={value <= min || undefined}
        onClick={() => choose(value - 1)}
      >
        <Icon name="minus" className="size-4" />
      </button>
      <input
        name={name}
        value={text}
        aria-label={label}
        inputMode="numeric"
        pattern="[0-9]*"
        autoComplete="off"
        className="figures h-11 w-10 bg-transparent text-center font-medium"
        onChange={(event) => setText(event.target.value)}
        onBlur={leave}
        onKeyDown={(event) => {
          if (event.key === 'ArrowUp') choose(value + 1);
          else if (event.key === 'ArrowDown') choose(value - 1);
          else if (event.key === 'Enter' && onChange !== undefined) leave();
          else return;
          event.preventDefault();
        }}
      />
      <button
        type="button"
        className={`needs-js ${part}`}
        aria-label={labels.more}
        aria-disabled={value >= max || undefined}
        onClick={() => choose(value + 1)}
      >
        <Icon name="plus" className="size-4" />
      </button>
    </div>
  );
}
