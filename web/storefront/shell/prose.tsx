import type { ReactNode } from 'react';
import { useSpeech } from '../app.tsx';
import { operator } from '../operator.ts';

export interface Section {
  title: string;
  text: string;
}

export interface ProseProps {
  title: string;
  lead: string;
  sections: readonly Section[];
  /** Beside the text where there is room. */
  aside?: ReactNode;
}

/** A page that is read: one column of text, short sections with headings. */
export function Prose({ title, lead, sections, aside }: ProseProps) {
  return (
    <div className="page pt-10 md:pt-16">
      <header className="grid max-w-3xl gap-4">
        <h1 className="text-3xl">{title}</h1>
        <p className="text-lg text-balance text-muted">{lead}</p>
      </header>
      <div className="mt-12 grid gap-x-16 gap-y-12 lg:grid-cols-[minmax(0,42rem)_1fr]">
        <div className="grid content-start gap-10">
          {sections.map((section) => (
            <section key={section.title} className="grid gap-2">
              <h2 className="text-xl">{section.title}</h2>
              <p>{section.text}</p>
            </section>
          ))}
        </div>
        {aside !== undefined && <div className="grid content-start gap-6">{aside}</div>}
      </div>
    </div>
  );
}

/** How to reach whoever runs this shop. */
export function OperatorCard({ title, id, text }: { title: string; id?: string; text?: string }) {
  const { t } = useSpeech();
  const { mail, phone, address } = operator;
  return (
    <section id={id} className="grid gap-4 rounded-lg bg-surface p-6">
      <h2 className="text-xl">{title}</h2>
      {text !== undefined && <p className="text-sm text-muted">{text}</p>}
      <dl className="grid gap-4 text-sm">
        <div>
          <dt className="text-muted">{t('contact.mail')}</dt>
          <dd>
            <a href={`mailto:${mail}`} className="link target inline-block" dir="ltr">
              {mail}
            </a>
          </dd>
        </div>
        <div>
          <dt className="text-muted">{t('contact.phone')}</dt>
          <dd>
            <a
              href={`tel:${phone.replaceAll(' ', '')}`}
              className="link target inline-block"
              dir="ltr"
            >
              {phone}
            </a>
          </dd>
        </div>
        <div>
          <dt className="text-muted">{t('contact.address')}</dt>
          <dd>
            <address className="not-italic">
              {address.map((line) => (
                <span key={line} className="block">
                  {line}
                </span>
              ))}
            </address>
          </dd>
        </div>
      </dl>
    </section>
  );
}
