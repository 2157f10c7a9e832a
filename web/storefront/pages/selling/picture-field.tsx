// Pictures of a product: sent at once, each with how far it is and why it was not taken; in an
// order of their own, with words for those who do not see them.
import { useEffect, useRef, useState } from 'react';
import { upload_bytes_max } from '../../../client/pictures.ts';
import { problemIn } from '../../../client/problem.ts';
import { newKey } from '../../../client/request.ts';
import { uploadPicture } from '../../../client/upload.ts';
import { Button } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { Picture } from '../../../ui/picture.tsx';
import { useApp, useSpeech } from '../../app.tsx';
import { moved, type Picture as Shown } from './goods.ts';

const pictures_max = 50;

interface Way {
  file: Blob;
  share: number;
  /** A code of the API; null while it is on its way. */
  problem: string | null;
}

export interface PictureFieldProps {
  sellerId: string;
  pictures: readonly Shown[];
  onChange(how: (pictures: readonly Shown[]) => readonly Shown[]): void;
  /** Some are on their way: saving now would leave them out. */
  onSending(sending: boolean): void;
}

/** What may be tried again as it is; anything else is the picture's own fault. */
const passing = ['no-reply', 'offline', 'overloaded', 'files-away', 'too-many-requests', 'timeout'];

export function PictureField(props: PictureFieldProps) {
  const { pictures, onChange, onSending, sellerId } = props;
  const { session } = useApp();
  const { t } = useSpeech();
  const [ways, setWays] = useState<ReadonlyMap<string, Way>>(new Map());
  const latest = useRef(onChange);
  latest.current = onChange;
  const input = useRef<HTMLInputElement>(null);
  const sending = [...ways.values()].some(({ problem }) => problem === null);
  useEffect(() => onSending(sending), [sending, onSending]);
  const note = (key: string, by: Partial<Way> | null) =>
    setWays((before) => {
      const next = new Map(before);
      const way = before.get(key);
      if (by === null) next.delete(key);
      else if (way !== undefined) next.set(key, { ...way, ...by });
      return next;
    });
  const send = (key: string, file: Blob) => {
    setWays((before) => new Map(before).set(key, { file, share: 0, problem: null }));
    uploadPicture(session, { file, sellerId, onProgress: (share) => note(key, { share }) }).then(
      ({ url }) => {
        note(key, null);
        latest.current((now) => now.map((one) => (one.key === key ? { ...one, url } : one)));
      },
      (error: unknown) => {
        note(key, { problem: problemIn(error)?.code ?? 'no-reply' });
        if (problemIn(error) === null) throw error;
      },
    );
  };
  const choose = (files: readonly File[]) => {
    const fresh = files.slice(0, pictures_max - pictures.length).map((file) => {
      return { key: newKey(), file };
    });
    latest.current((now) => [
      ...now,
      ...fresh.map(({ key }) => ({ key, url: null, alt: '', variantId: null })),
    ]);
    for (const { key, file } of fresh) {
      if (file.size <= upload_bytes_max) send(key, file);
      else {
        const problem = 'payload-too-large';
        setWays((before) => new Map(before).set(key, { file, share: 0, problem }));
      }
    }
  };
  const remove = (key: string) => {
    note(key, null);
    onChange((now) => now.filter((one) => one.key !== key));
    input.current?.focus();
  };
  return (
    <fieldset className="grid grid-cols-1 gap-4">
      <legend className="mb-1 text-lg font-semibold">{t('goods.pictures')}</legend>
      <p className="max-w-2xl text-muted">{t('goods.pictures.text')}</p>
      <ol className="grid grid-cols-1 border-t border-line">
        {pictures.map((one, at) => (
          <Entry
            key={one.key}
            {...{ one, at, count: pictures.length }}
            way={ways.get(one.key)}
            onAgain={(file) => send(one.key, file)}
            onRemove={() => remove(one.key)}
            onMove={(by) => onChange((now) => moved(now, at, by))}
            onAlt={(alt) =>
              onChange((now) => now.map((was) => (was.key === one.key ? { ...was, alt } : was)))
            }
          />
        ))}
      </ol>
      {pictures.length < pictures_max && (
        <label className="inline-flex min-h-11 w-fit cursor-pointer items-center gap-2 rounded-full border border-line-strong px-5 font-medium has-focus-visible:outline-2 hover:bg-surface">
          <Icon name="plus" className="size-4" />
          {t('goods.pictures.add')}
          <input
            ref={input}
            type="file"
            multiple
            accept="image/jpeg,image/png,image/webp,image/gif,image/avif"
            className="unseen"
            onChange={({ target }) => {
              choose([...(target.files ?? [])]);
              target.value = '';
            }}
          />
        </label>
      )}
      <p role="status" className="unseen">
        {sending ? t('photos.sending') : t('goods.pictures.count', { count: pictures.length })}
      </p>
    </fieldset>
  );
}

interface EntryProps {
  one: Shown;
  at: number;
  count: number;
  way: Way | undefined;
  onAgain(file: Blob): void;
  onRemove(): void;
  onMove(by: -1 | 1): void;
  onAlt(alt: string): void;
}

function Entry({ one, at, count, way, onAgain, onRemove, onMove, onAlt }: EntryProps) {
  const { t, maybe } = useSpeech();
  const nth = at + 1;
  const problem = way?.problem ?? null;
  return (
    <li className="grid grid-cols-[5rem_1fr] gap-4 border-b border-line py-4">
      <Picture
        src={one.url}
        alt={one.alt === '' ? t('photos.nth', { nth }) : one.alt}
        sizes="80px"
        among={{ min: 80, max: 240 }}
        className="size-20 rounded-md"
      />
      <div className="grid min-w-0 gap-3">
        <Field
          name={`alt-${one.key}`}
          label={t('goods.alt', { nth })}
          hint={t('goods.alt.hint')}
          optional={t('selling.optional')}
          maxLength={300}
          value={one.alt}
          onChange={({ target }) => onAlt(target.value)}
        />
        {way !== undefined && problem === null && (
          <progress
            className="h-2 w-full max-w-md accent-accent"
            max={1}
            value={way.share}
            aria-label={t('goods.sending', { nth })}
          />
        )}
        {way !== undefined && problem !== null && (
          <p role="alert" className="text-sm text-danger">
            {maybe(`photos.problem.${problem}`) ?? t('photos.problem')}{' '}
            {passing.includes(problem) && (
              <button type="button" className="target link" onClick={() => onAgain(way.file)}>
                {t('photos.again')}
              </button>
            )}
          </p>
        )}
        <div className="flex flex-wrap gap-2">
          {at > 0 && (
            <Button size="sm" onClick={() => onMove(-1)}>
              {t('goods.earlier', { nth })}
            </Button>
          )}
          {at < count - 1 && (
            <Button size="sm" onClick={() => onMove(1)}>
              {t('goods.later', { nth })}
            </Button>
          )}
          <Button size="sm" kind="quiet" onClick={onRemove}>
            {t('photos.remove', { nth })}
          </Button>
        </div>
      </div>
    </li>
  );
}
