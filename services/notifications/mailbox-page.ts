/** The mailbox of a shop without a mail server, as pages for the people who build it. */
import { esc } from './layout.ts';
import type { MailRow } from './store.ts';

/** Lets the mails' own styles show, and nothing be loaded or run. */
export const mailboxPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; " +
  "form-action 'none'; frame-ancestors 'none'";

const style = `
:root { color-scheme: light dark; --ink: #1c2430; --soft: #5b6675; --line: #dfe4ea; --paper: #fff;
  --side: #f6f8fa; --accent: #0b6b53; }
@media (prefers-color-scheme: dark) { :root { --ink: #e4e9ef; --soft: #9aa6b4; --line: #2c3542;
  --paper: #12171e; --side: #181f28; --accent: #4cc9a4; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--side); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif; }
main { max-width: 52rem; margin: 0 auto; padding: 2rem 1rem 4rem; }
h1 { font-size: 1.5rem; margin: 0; overflow-wrap: anywhere; }
p { color: var(--soft); margin: .3rem 0 1.5rem; }
a { color: var(--accent); }
ul { list-style: none; margin: 0; padding: 0; background: var(--paper);
  border: 1px solid var(--line); border-radius: 10px; overflow: hidden; }
li + li { border-top: 1px solid var(--line); }
li a { display: grid; grid-template-columns: 1fr auto; gap: .1rem 1rem; padding: .9rem 1.1rem;
  color: inherit; text-decoration: none; }
li a:hover, li a:focus-visible { background: var(--side); }
li b { overflow-wrap: anywhere; }
li span, time { color: var(--soft); font-size: .88rem; }
.empty { padding: 3rem 1rem; text-align: center; background: var(--paper); border-radius: 10px;
  border: 1px dashed var(--line); color: var(--soft); }
dl { display: grid; grid-template-columns: auto 1fr; gap: .2rem 1rem; margin: 1rem 0 1.5rem; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
iframe { width: 100%; height: 46rem; border: 1px solid var(--line); border-radius: 10px;
  background: #fff; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--paper); padding: 1rem;
  border: 1px solid var(--line); border-radius: 10px; }
summary { cursor: pointer; margin: 1.5rem 0 .8rem; color: var(--accent); }
`;

const page = (title: string, body: string): string =>
  '<!doctype html><html lang="en"><head><meta charset="utf-8">' +
  '<meta name="viewport" content="width=device-width, initial-scale=1">' +
  `<title>${esc(title)}</title><style>${style}</style></head>` +
  `<body><main>${body}</main></body></html>`;

const timeOf = (at: Date): string => {
  const iso = at.toISOString();
  return `<time datetime="${iso}">${iso.slice(0, 16).replace('T', ' ')} UTC</time>`;
};

/** The list, newest first; `next` is the cursor of older mails. */
export function mailboxPage(mails: readonly MailRow[], next: string | null): string {
  const items = mails.map(
    (mail) =>
      `<li><a href="/dev/mailbox/${esc(mail.mailId)}"><b>${esc(mail.subject)}</b>` +
      `${timeOf(mail.createdAt)}<span>to ${esc(mail.recipient)}</span></a></li>`,
  );
  const list =
    items.length > 0
      ? `<ul>${items.join('')}</ul>`
      : '<div class="empty">No mail yet. Place an order and look again.</div>';
  const older = next ? `<p><a href="/dev/mailbox?cursor=${esc(next)}">Older mail</a></p>` : '';
  const intro =
    '<h1>Mailbox</h1><p>Mail that this shop would have sent. ' +
    'Set <code>TRUESHELF_SMTP_URL</code> to send it for real.</p>';
  return page('Mailbox', intro + list + older);
}

/** One mail as its reader sees it, in a frame that can do nothing. */
export function mailPage(mail: MailRow & { text: string; html: string }): string {
  const facts = [
    ['From', esc(mail.sender)],
    ['To', esc(mail.recipient)],
    ['Sent', timeOf(mail.createdAt)],
    ['Message-ID', esc(mail.messageId)],
  ];
  return page(
    mail.subject,
    `<p><a href="/dev/mailbox">Mailbox</a></p><h1>${esc(mail.subject)}</h1>` +
      `<dl>${facts.map(([name, value]) => `<dt>${name}</dt><dd>${value}</dd>`).join('')}</dl>` +
      `<iframe title="The mail" sandbox srcdoc="${esc(mail.html)}"></iframe>` +
      `<details><summary>As plain text</summary><pre>${esc(mail.text)}</pre></details>`,
  );
}
