/** The variables of wallets on phones: what Google Wallet gives an issuer of tickets, and Apple. */
import {
  appleWalletProblems,
  appleWalletVariables,
  readRsaKey,
  takeAppleWallet,
  type AppleWalletConfig,
} from './apple-wallet-variables.ts';
import { pattern, secret, variable, type Variable } from './variable.ts';

export interface WalletConfig {
  /** The issuer's number. */
  readonly issuer: string;
  /** The e-mail of the service account whose key signs. */
  readonly account: string;
  /** Its RSA key, PEM. */
  readonly key: string;
}

export const walletVariables = {
  walletIssuer: pattern(
    [
      'TRUESHELF_GOOGLE_WALLET_ISSUER',
      'unset: no button for wallets',
      'Number of the issuer at Google Wallet; with the next two, tickets go into its wallets.',
    ],
    'a number of 5 to 24 digits',
    /^\d{5,24}$/,
  ),
  walletAccount: pattern(
    ['TRUESHELF_GOOGLE_WALLET_ACCOUNT', 'unset', 'E-mail of the service account that signs.'],
    'an e-mail address',
    /^[^\s@]+@[^\s@]+\.[^\s@]+$/,
  ),
  walletKey: secret(
    variable(
      ['TRUESHELF_GOOGLE_WALLET_KEY', 'unset', 'Its private RSA key as PEM; line ends as `\\n`.'],
      'a private RSA key as PEM',
      readRsaKey,
    ),
  ),
  ...appleWalletVariables,
} as const;

type Take = <T>(v: Variable<T>) => T | undefined;

export interface Wallets extends Partial<WalletConfig> {
  readonly apple?: Partial<AppleWalletConfig>;
}

export function takeWallet(take: Take): Wallets {
  const issuer = take(walletVariables.walletIssuer);
  const account = take(walletVariables.walletAccount);
  const key = take(walletVariables.walletKey);
  return Object.freeze({
    ...(issuer === undefined ? {} : { issuer }),
    ...(account === undefined ? {} : { account }),
    ...(key === undefined ? {} : { key }),
    apple: takeAppleWallet(take),
  });
}

/** The wallet once all of it is there; null: tickets go into none. */
export function wholeWallet({ issuer, account, key }: Partial<WalletConfig>): WalletConfig | null {
  return issuer && account && key ? { issuer, account, key } : null;
}

/** Some of them without the others, as [variable, what came, what is expected]. */
export function walletProblems(wallet: Wallets): [Variable<unknown>, string, string][] {
  const { issuer, account, key, apple } = wallet;
  const ofApple = appleWalletProblems(apple);
  const missing = [
    [walletVariables.walletIssuer, issuer],
    [walletVariables.walletAccount, account],
    [walletVariables.walletKey, key],
  ] as const;
  const set = missing.filter(([, value]) => value !== undefined).length;
  if (set === 0 || set === missing.length) return ofApple;
  return missing
    .filter(([, value]) => value === undefined)
    .map(([name]): (typeof ofApple)[number] => [name, 'nothing', 'all three of a wallet, or none'])
    .concat(ofApple);
}
