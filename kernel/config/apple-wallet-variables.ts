/** The variables of passes for Apple Wallet: what Apple gives whoever signs them. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { secret, variable, type Variable } from './variable.ts';

export interface AppleWalletConfig {
  /** The certificate of a Pass Type ID, PEM: it names the kind of pass and the team. */
  readonly certificate: string;
  /** Its RSA key, PEM. */
  readonly key: string;
  /** The certificate that signed it (Apple calls it WWDR), PEM. */
  readonly intermediate: string;
}

/** Lines are parted by real or written line ends. */
const pemOf = (text: string) => text.replaceAll('\\n', '\n');

/** A PEM key; undefined for any other text. */
export function readRsaKey(text: string): string | undefined {
  const pem = pemOf(text);
  try {
    return createPrivateKey(pem).asymmetricKeyType === 'rsa' ? pem : undefined;
  } catch {
    return undefined;
  }
}

/** What stands in a certificate's subject under that name, such as `UID`. */
export function subjectPart(certificate: X509Certificate, name: string): string | undefined {
  const line = certificate.subject.split('\n').find((one) => one.startsWith(`${name}=`));
  return line?.slice(name.length + 1);
}

function readCertificate(text: string): string | undefined {
  const pem = pemOf(text);
  try {
    return new X509Certificate(pem).publicKey.asymmetricKeyType === 'rsa' ? pem : undefined;
  } catch {
    return undefined;
  }
}

function readPassCertificate(text: string): string | undefined {
  const pem = readCertificate(text);
  if (pem === undefined) return undefined;
  const read = new X509Certificate(pem);
  return subjectPart(read, 'UID') && subjectPart(read, 'OU') ? pem : undefined;
}

export const appleWalletVariables = {
  appleCertificate: variable(
    [
      'TRUESHELF_APPLE_WALLET_CERTIFICATE',
      'unset: no passes',
      'Certificate of a Pass Type ID as PEM; with the next two, tickets go into Apple Wallet.',
    ],
    'a certificate of a Pass Type ID as PEM (its subject has UID and OU)',
    readPassCertificate,
  ),
  appleKey: secret(
    variable(
      ['TRUESHELF_APPLE_WALLET_KEY', 'unset', 'Its private RSA key as PEM; line ends as `\\n`.'],
      'a private RSA key as PEM',
      readRsaKey,
    ),
  ),
  appleIntermediate: variable(
    [
      'TRUESHELF_APPLE_WALLET_INTERMEDIATE',
      'unset',
      'The certificate that Apple signed it with (WWDR) as PEM.',
    ],
    'a certificate as PEM',
    readCertificate,
  ),
} as const;

type Take = <T>(v: Variable<T>) => T | undefined;

export function takeAppleWallet(take: Take): Partial<AppleWalletConfig> {
  const certificate = take(appleWalletVariables.appleCertificate);
  const key = take(appleWalletVariables.appleKey);
  const intermediate = take(appleWalletVariables.appleIntermediate);
  return Object.freeze({
    ...(certificate === undefined ? {} : { certificate }),
    ...(key === undefined ? {} : { key }),
    ...(intermediate === undefined ? {} : { intermediate }),
  });
}

/** All of it; null: there are no passes. */
export function wholeAppleWallet(of: Partial<AppleWalletConfig> = {}): AppleWalletConfig | null {
  const { certificate, key, intermediate } = of;
  return certificate && key && intermediate ? { certificate, key, intermediate } : null;
}

/** Some of them without the others, or of another certificate. */
export function appleWalletProblems(
  given: Partial<AppleWalletConfig> = {},
): [Variable<unknown>, string, string][] {
  const { appleCertificate, appleKey, appleIntermediate } = appleWalletVariables;
  const all = [
    [appleCertificate, given.certificate],
    [appleKey, given.key],
    [appleIntermediate, given.intermediate],
  ] as const;
  if (all.every(([, value]) => value === undefined)) return [];
  const whole = wholeAppleWallet(given);
  if (whole === null) {
    return all
      .filter(([, value]) => value === undefined)
      .map(([name]) => [name, 'nothing', 'all three of Apple Wallet, or none']);
  }
  const own = new X509Certificate(whole.certificate);
  const above = new X509Certificate(whole.intermediate);
  const problems: [Variable<unknown>, string, string][] = [];
  if (!own.checkPrivateKey(createPrivateKey(whole.key))) {
    problems.push([appleKey, 'the key of something else', 'the key of the certificate']);
  }
  if (!own.checkIssued(above) || !own.verify(above.publicKey)) {
    const expected = 'the certificate that signed the one of the Pass Type ID';
    problems.push([appleIntermediate, 'another certificate', expected]);
  }
  return problems;
}
