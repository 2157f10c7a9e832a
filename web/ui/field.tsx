import { clsx } from 'clsx';
import {
  useId,
  type InputHTMLAttributes,
  type ReactNode,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
} from 'react';

const box =
  'block w-full min-h-12 rounded-md border bg-canvas px-4 text-base text-ink ' +
  'placeholder:text-muted';

interface Around {
  label: ReactNode;
  /** Below the field, always there. */
  hint?: ReactNode;
  /** What is wrong and how to mend it; the field is then marked and described by it. */
  error?: string | undefined;
  /** Says that it may stay empty; required fields say nothing. */
  optional?: string;
}

interface FrameProps extends Around {
  id: string;
  className?: string | undefined;
  children: ReactNode;
}

function Frame({ id, label, hint, error, optional, className, children }: FrameProps) {
  return (
    <div className={clsx('grid content-start gap-1.5', className)}>
      <label htmlFor={id} className="font-medium">
        {label}
        {optional !== undefined && <span className="ms-2 text-sm text-muted">{optional}</span>}
      </label>
      {children}
      {hint !== undefined && (
        <p id={`${id}-hint`} className="text-sm text-muted">
          {hint}
        </p>
      )}
      {error !== undefined && (
        <p id={`${id}-error`} className="text-sm font-medium text-danger">
          {error}
        </p>
      )}
    </div>
  );
}

function describedBy(id: string, { hint, error }: Around): string | undefined {
  const ids = [hint !== undefined && `${id}-hint`, error !== undefined && `${id}-error`];
  return ids.filter(Boolean).join(' ') || undefined;
}

export interface FieldProps extends Around, InputHTMLAttributes<HTMLInputElement> {
  /** A button inside the field, at its end. */
  end?: ReactNode;
}

/** A text field with its label, hint and error. Give `name` and `autoComplete`. */
export function Field(props: FieldProps) {
  const { label, hint, error, optional, end, className, id: given, ...rest } = props;
  const made = useId();
  const id = given ?? made;
  const around = { label, hint, error, ...(optional === undefined ? {} : { optional }) };
  const input = (
    <input
      {...rest}
      id={id}
      aria-invalid={error !== undefined || undefined}
      aria-describedby={describedBy(id, around)}
      className={clsx(
        box,
        error === undefined ? 'border-line-strong' : 'border-danger',
        'read-only:bg-surface',
        end !== undefined && 'pe-14',
      )}
    />
  );
  return (
    <Frame id={id} {...around} className={className}>
      {end === undefined ? (
        input
      ) : (
        <div className="relative">
          {input}
          <div className="absolute inset-y-0 end-0 grid place-items-center pe-1">{end}</div>
        </div>
      )}
    </Frame>
  );
}

export type SelectProps = Around & SelectHTMLAttributes<HTMLSelectElement>;

/** The browser's own list of choices: the best one on a phone, and by keyboard. */
export function Select(props: SelectProps) {
  const { label, hint, error, optional, className, id: given, children, ...rest } = props;
  const made = useId();
  const id = given ?? made;
  const around = { label, hint, error, ...(optional === undefined ? {} : { optional }) };
  return (
    <Frame id={id} {...around} className={className}>
      <select
        {...rest}
        id={id}
        aria-invalid={error !== undefined || undefined}
        aria-describedby={describedBy(id, around)}
        className={clsx(box, error === undefined ? 'border-line-strong' : 'border-danger')}
      >
        {children}
      </select>
    </Frame>
  );
}

export type TextAreaProps = Around & TextareaHTMLAttributes<HTMLTextAreaElement>;

/** Several lines of text, with label, hint and error as every field has them. */
export function TextArea(props: TextAreaProps) {
  const { label, hint, error, optional, className, id: given, ...rest } = props;
  const made = useId();
  const id = given ?? made;
  const around = { label, hint, error, ...(optional === undefined ? {} : { optional }) };
  return (
    <Frame id={id} {...around} className={className}>
      <textarea
        rows={3}
        {...rest}
        id={id}
        aria-invalid={error !== undefined || undefined}
        aria-describedby={describedBy(id, around)}
        className={clsx(box, 'py-3', error === undefined ? 'border-line-strong' : 'border-danger')}
      />
    </Frame>
  );
}

export interface CheckboxProps extends InputHTMLAttributes<HTMLInputElement> {
  label: ReactNode;
}

export function Checkbox({ label, className, ...rest }: CheckboxProps) {
  return (
    <label className={clsx('flex min-h-8 items-center gap-3', className)}>
      <input type="checkbox" {...rest} className="size-5 shrink-0 accent-accent" />
      <span>{label}</span>
    </label>
  );
}
