/** The way to a mail server. */
import { createTransport } from 'nodemailer';
import type { Mail } from './store.ts';

/** What became of a mail: 'sent', 'refused' for good, or 'later'. */
export type Posted = { kind: 'sent' } | { kind: 'refused' | 'later'; reason: string };

export interface Post {
  send(mail: Mail): Promise<Posted>;
  close(): void;
}

const connections_max = 5;
const connect_ms = 10_000;
const reply_ms = 20_000;

/** A pool of connections to one SMTP server. Never throws: trouble is an answer. */
export function smtpPost(url: string): Post {
  const transport = createTransport({
    ...settingsOf(url),
    pool: true,
    maxConnections: connections_max,
    connectionTimeout: connect_ms,
    greetingTimeout: connect_ms,
    socketTimeout: reply_ms,
    // Mails are made of strings alone; nothing may be read from disk or fetched.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    send: async (mail) => {
      try {
        await transport.sendMail({
          messageId: mail.messageId,
          from: mail.sender,
          to: { name: mail.name, address: mail.recipient },
          subject: mail.subject,
          text: mail.text,
          html: mail.html,
          headers: headersOf(mail),
        });
        return { kind: 'sent' };
      } catch (error) {
        return trouble(error);
      }
    },
    close: () => transport.close(),
  };
}

function headersOf({ stop }: Mail): Record<string, string> {
  const own = { 'Auto-Submitted': 'auto-generated' };
  return stop === undefined ? own : { ...own, 'List-Unsubscribe': `<${stop}>` };
}

function settingsOf(text: string) {
  const url = new URL(text);
  const secure = url.protocol === 'smtps:';
  const user = decodeURIComponent(url.username);
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port) || (secure ? 465 : 587),
    secure,
    ...(user ? { auth: { user, pass: decodeURIComponent(url.password) } } : {}),
  };
}

/** A 5xx about this recipient stays so; everything else may be better later. */
function trouble(error: unknown): Posted {
  const { responseCode, code, message } = error as {
    responseCode?: number;
    code?: string;
    message?: string;
  };
  const reason = `${code ?? 'error'} ${message ?? ''}`.trim().slice(0, 200);
  const aboutRecipient = code === 'EENVELOPE' || code === 'EMESSAGE';
  const forGood = aboutRecipient && (responseCode === undefined || responseCode >= 500);
  return { kind: forGood ? 'refused' : 'later', reason };
}
