// Writing and changing a review. What was typed stays when it is refused.
import { useState } from 'react';
import type { BodyOf, Client, ReplyOf } from '../../../client/request.ts';
import { Button } from '../../../ui/button.tsx';
import { Field, Select, TextArea } from '../../../ui/field.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Loading, Skeleton } from '../../../ui/skeleton.tsx';
import { useApp } from '../../app.tsx';
import { PhotoField } from '../../photos/photo-field.tsx';
import { idsOf, isSending, kept, type Photo } from '../../photos/shelf.ts';
import { FormProblem } from '../../shell/form-problem.tsx';
import { useAction } from '../../state/use-action.ts';
import { useQuery } from '../../state/use-query.ts';
import type { Line } from './page.tsx';
import { StarPicker } from './star-picker.tsx';

export type OwnReview = ReplyOf<'GET /me/reviews/{reviewId}'>;

const aspects = ['quality', 'value', 'described'] as const;
type Rated = Record<(typeof aspects)[number], number | null>;

export interface ReviewFormProps {
  line: Line;
  onDone(): void;
}

/** The form of a line; with its review in it, when there is one. */
export function ReviewForm({ line, onDone }: ReviewFormProps) {
  const { api, speech } = useApp();
  const { reviewId } = line;
  const key = reviewId === null ? null : `review ${reviewId}`;
  const known = useQuery(key, (signal) =>
    api.request('GET /me/reviews/{reviewId}', { params: { reviewId: reviewId ?? '' }, signal }),
  );
  if (reviewId === null) return <Form line={line} review={null} onDone={onDone} />;
  if (known.problem !== null) return <FormProblem problem={known.problem} />;
  if (known.data === null) {
    return (
      <>
        <Loading label={speech.t('loading')} />
        <Skeleton className="h-80" />
      </>
    );
  }
  return (
    <>
      <Standing review={known.data} />
      {known.data.editable && (
        <Form key={known.data.version} line={line} review={known.data} onDone={known.reload} />
      )}
    </>
  );
}

/** Whether readers see it, and until when it can be changed. */
export function Standing({ review }: { review: OwnReview }) {
  const { t, date } = useApp().speech;
  const { state, reason, editable, editableUntil } = review;
  const until = date(editableUntil, { dateStyle: 'long' });
  const tone = state === 'PUBLISHED' ? 'good' : 'warn';
  return (
    <Notice tone={tone} title={t(`review.state.${state}`)}>
      {reason !== null && `${t('review.reason', { reason })} `}
      {editable ? t('review.until', { date: until }) : t('review.over')}
      <PhotosStanding review={review} />
    </Notice>
  );
}

/** What became of its photos, which are looked at by themselves. */
export function PhotosStanding({ review }: { review: OwnReview }) {
  const { t } = useApp().speech;
  const { picturesState, picturesReason } = review;
  if (picturesState !== 'WAITING' && picturesState !== 'REFUSED') return null;
  return <p>{t(`photos.state.${picturesState}`, { reason: picturesReason ?? '' })}</p>;
}

/** As many as the shop takes with one review. */
const photos_max = 6;

interface FormProps {
  line: Line;
  review: OwnReview | null;
  onDone(): void;
}

interface Saving {
  line: Line;
  review: OwnReview | null;
  body: BodyOf<'PUT /reviews/{reviewId}'>;
  key: string;
}

/** Writes a new one, or changes the one that was read. */
function save(api: Client, { line, review, body, key }: Saving): Promise<OwnReview> {
  if (review !== null) {
    const ifMatch = `"${review.version}"`;
    const params = { reviewId: review.reviewId };
    return api.request('PUT /reviews/{reviewId}', { params, body, key, ifMatch });
  }
  const { orderId, lineNo, productId } = line;
  const whole = { ...body, orderId, lineNo };
  return api.request('POST /products/{productId}/reviews', {
    params: { productId },
    body: whole,
    key,
  });
}

function Form({ line, review, onDone }: FormProps) {
  const { api, speech, toasts } = useApp();
  const { t } = speech;
  const action = useAction();
  const [stars, setStars] = useState(review?.stars ?? 0);
  const [missing, setMissing] = useState(false);
  const [rated, setRated] = useState<Rated>(
    review?.aspects ?? { quality: null, value: null, described: null },
  );
  const [title, setTitle] = useState(review?.title ?? '');
  const [text, setText] = useState(review?.text ?? '');
  const [name, setName] = useState(review?.author.name ?? '');
  const [photos, setPhotos] = useState<readonly Photo[]>(
    (review?.pictures ?? []).map(({ pictureId }) => kept(pictureId)),
  );
  const wrong = (field: string, id: 'review.text.wrong' | 'review.name.wrong') =>
    action.problem?.field(field) === undefined ? undefined : t(id);
  const send = async (key: string) => {
    const authorName = name.trim() === '' ? {} : { authorName: name.trim() };
    const said = { title: title.trim(), text: text.trim(), ...authorName };
    const body = { stars, aspects: rated, ...said, pictures: idsOf(photos) };
    const sent = await save(api, { line, review, body, key });
    const published = sent.state === 'PUBLISHED';
    toasts.show({ text: t(published ? 'review.published' : 'review.pending'), tone: 'good' });
    onDone();
  };
  return (
    <form
      method="post"
      className="grid grid-cols-1 gap-6"
      onSubmit={(event) => {
        event.preventDefault();
        setMissing(stars === 0);
        if (stars > 0 && !isSending(photos)) void action.run(send);
      }}
    >
      <FormProblem problem={action.problem} />
      <StarPicker value={stars} onChange={setStars} missing={missing && stars === 0} />
      <Details rated={rated} onChange={setRated} />
      <Field
        name="title"
        label={t('review.headline')}
        optional={t('review.optional')}
        maxLength={120}
        value={title}
        onChange={(event) => setTitle(event.target.value)}
      />
      <TextArea
        name="text"
        rows={6}
        required
        minLength={10}
        maxLength={4_000}
        label={t('review.text')}
        hint={t('review.text.hint')}
        error={wrong('text', 'review.text.wrong')}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <PhotoField
        purpose="review"
        max={photos_max}
        hint={t('photos.hint.review')}
        photos={photos}
        onChange={setPhotos}
      />
      <Field
        name="authorName"
        autoComplete="nickname"
        label={t('review.name')}
        optional={t('review.optional')}
        hint={t('review.name.hint')}
        error={wrong('authorName', 'review.name.wrong')}
        maxLength={40}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <Button
        id="send-review"
        type="submit"
        kind="primary"
        className="justify-self-start"
        busy={action.busy}
        {...(isSending(photos) ? { whyNot: t('photos.wait') } : {})}
      >
        {t(review === null ? 'review.send' : 'review.save')}
      </Button>
    </form>
  );
}

/** Aspects, each of which may stay open. */
function Details({ rated, onChange }: { rated: Rated; onChange(rated: Rated): void }) {
  const { t } = useApp().speech;
  return (
    <fieldset className="grid grid-cols-1 gap-4 sm:grid-cols-3">
      <legend className="mb-2 font-medium">
        {t('review.aspects')}
        <span className="ms-2 text-sm text-muted">{t('review.optional')}</span>
      </legend>
      {aspects.map((aspect) => (
        <Select
          key={aspect}
          name={aspect}
          label={t(`review.aspect.${aspect}`)}
          value={rated[aspect] ?? ''}
          onChange={({ target }) =>
            onChange({ ...rated, [aspect]: target.value === '' ? null : Number(target.value) })
          }
        >
          <option value="">{t('review.aspect.none')}</option>
          {([5, 4, 3, 2, 1] as const).map((nth) => (
            <option key={nth} value={nth}>
              {t(`review.star.${nth}`)}
            </option>
          ))}
        </Select>
      ))}
    </fieldset>
  );
}
