/** What events of the messages room give to tell, and the mail of it; pure. */
import type { EventEnvelope } from '#kernel/events/event.ts';
import * as layout from './layout.ts';
import { linkOf, type MessageNoticeType, type Notice, type NoticeFacts } from './model.ts';
import { messageStrings } from './strings-messages.ts';
import { fill, stringsOf } from './strings.ts';
import { greetingOf, type Rendered } from './templates.ts';

/** One for each who is to be told; what was written is read in the shop, not in the mail. */
export function messageNoticesOf({ payload, aggregate }: EventEnvelope): Notice[] {
  const { author, aboutName, readerIds, threadId } = payload;
  if (!Array.isArray(readerIds) || typeof threadId !== 'string') return [];
  const type: MessageNoticeType = author === 'seller' ? 'message-answered' : 'message-received';
  const facts = { about: String(aboutName), threadId };
  return readerIds.map((userId: unknown) => {
    const ref = `${threadId}:${aggregate.version}:${String(userId)}`;
    return { userId: String(userId), ref, type, channel: 'EMAIL', facts };
  });
}

export interface MessageLetter {
  type: MessageNoticeType;
  facts: NoticeFacts;
  reader: { name: string; locale: string };
  publicUrl: string;
}

/** The mail that says that there is a message. */
export function renderMessage({ type, facts, reader, publicUrl }: MessageLetter): Rendered {
  const strings = stringsOf(reader.locale);
  const words = messageStrings(strings.language);
  const notice = words.notices[type];
  const values = { about: facts.about ?? '' };
  const [subject, heading] = [fill(notice.subject, values), fill(notice.heading, values)];
  const [lead, { closing }] = [fill(notice.lead, values), notice];
  const greeting = greetingOf(strings, reader.name);
  const href = `${publicUrl}${linkOf(type, facts)}`;
  const footer = strings.why.messages;
  const body = [
    layout.paragraph(greeting),
    layout.paragraph(lead),
    layout.button(words.read, href),
    layout.paragraph(closing),
  ].join('');
  const text = [greeting, lead, `${words.read}: ${href}`, closing, footer].join('\n\n');
  const { language } = strings;
  const html = layout.page({ language, subject, heading, preview: lead, body, footer });
  return { subject, text: `${text}\n`, html };
}
