// Certificates as Apple gives them, made here: a root, one below it, and one of a Pass Type ID.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AppleWalletConfig } from '#kernel/config/apple-wallet-variables.ts';

export interface PassAuthority {
  config: AppleWalletConfig;
  /** What a reader trusts, PEM. */
  root: string;
}

function openssl(folder: string, line: string, ...more: string[]): string {
  return execFileSync('openssl', [...line.split(' '), ...more], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Works in a folder that is gone afterwards. */
function aside<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'pass-'));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Made with openssl, so that our own code has no part in it; `days` of life for the last one. */
export function passAuthority({ days = 30 } = {}): PassAuthority {
  return aside((folder) => {
    const run = (line: string, ...more: string[]) => openssl(folder, line, ...more);
    const keyed = '-newkey rsa:2048 -nodes -keyout';
    run(`req -x509 ${keyed} root.key -out root.pem -days 30`, '-subj', '/CN=Test Root');
    run(`req ${keyed} above.key -out above.csr`, '-subj', '/CN=Test WWDR/O=Test/C=US');
    writeFileSync(join(folder, 'ca'), 'basicConstraints=critical,CA:TRUE\nkeyUsage=keyCertSign\n');
    run('x509 -req -in above.csr -CA root.pem -CAkey root.key -days 30 -extfile ca -out above.pem');
    const who = '/UID=pass.test.tickets/CN=Pass Type ID: pass.test.tickets/OU=TEAM123456/O=Shop';
    run(`req ${keyed} own.key -out own.csr`, '-subj', who);
    run(`x509 -req -in own.csr -CA above.pem -CAkey above.key -days ${days} -out own.pem`);
    const read = (name: string) => readFileSync(join(folder, name), 'utf8');
    return {
      root: read('root.pem'),
      config: {
        certificate: read('own.pem'),
        key: read('own.key'),
        intermediate: read('above.pem'),
      },
    };
  });
}

/** Whether openssl finds the signature good, of these bytes, by a certificate below the root. */
export function isSignedBy(root: string, content: Uint8Array, signature: Uint8Array): boolean {
  return aside((folder) => {
    const put = (name: string, bytes: string | Uint8Array) =>
      writeFileSync(join(folder, name), bytes);
    put('root.pem', root);
    put('content', content);
    put('signature', signature);
    const given = '-inform DER -in signature -content content -CAfile root.pem -purpose any';
    try {
      openssl(folder, `smime -verify -binary ${given}`);
      return true;
    } catch {
      return false;
    }
  });
}
