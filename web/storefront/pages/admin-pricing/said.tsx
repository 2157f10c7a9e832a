import { useSpeech } from '../../app.tsx';
import { sentenceOf, type Names } from './sentence.ts';
import { bodyOf, type Terms } from './terms.ts';

/** The sentence that is read before it is saved; it follows what is typed. */
export function Said({ terms, names }: { terms: Terms; names: Names }) {
  const speech = useSpeech();
  return (
    <div data-edge className="rounded-md bg-accent-soft p-4">
      <p className="text-sm text-muted">{speech.t('pricing.said')}</p>
      <p aria-live="polite" data-said className="font-medium" suppressHydrationWarning>
        {sentenceOf(speech, bodyOf(terms), names)}
      </p>
    </div>
  );
}
