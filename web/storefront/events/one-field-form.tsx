import { useState, type ComponentProps, type FormEvent } from 'react';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useSpeech } from '../app.tsx';
import { problemText } from '../shell/problem-text.ts';
import { useAction } from '../state/use-action.ts';

interface OneFieldFormProps {
  field: Pick<ComponentProps<typeof Field>, 'name' | 'label' | 'type' | 'autoComplete'> & {
    maxLength: number;
  };
  initial: string;
  isGood(typed: string): boolean;
  /** Said at the field when it is not. */
  wrong: string;
  button: { text: string; size?: 'lg' };
  /** What was typed, without spaces around it. */
  send(typed: string, key: string): Promise<void>;
}

/** One thing is asked for, looked at before it is sent, and what comes of it is said below. */
export function OneFieldForm({ field, initial, isGood, wrong, button, send }: OneFieldFormProps) {
  const speech = useSpeech();
  const [text, setText] = useState(initial);
  const [isWrong, setWrong] = useState(false);
  const action = useAction();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const typed = text.trim();
    setWrong(!isGood(typed));
    if (isGood(typed)) void action.run((key) => send(typed, key));
  };
  return (
    <form noValidate className="grid gap-4" onSubmit={submit}>
      <Field
        {...field}
        value={text}
        error={isWrong ? wrong : undefined}
        onChange={(event) => {
          setText(event.target.value);
          setWrong(false);
        }}
      />
      {action.problem !== null && (
        <Notice tone="problem" live>
          {problemText(speech, action.problem)}
        </Notice>
      )}
      <div>
        <Button type="submit" kind="primary" size={button.size} busy={action.busy}>
          {button.text}
        </Button>
      </div>
    </form>
  );
}
