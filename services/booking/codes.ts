/** What a holder shows at the door: the code, its QR code, and the ways into a phone's wallet. */
import { wholeAppleWallet } from '#kernel/config/apple-wallet-variables.ts';
import { wholeWallet } from '#kernel/config/wallet-variables.ts';
import type { RoomContext } from '#kernel/service.ts';
import { codeOf, ticketKey } from './model-code.ts';
import type { PassTicket } from './model-pass.ts';
import { walletOf, type WalletTicket } from './model-wallet.ts';
import { passesOf } from './pass-file.ts';
import { qrOf } from './qr.ts';

type Shown = Omit<WalletTicket, 'code'> & { state: string; checkedInAt: Date | null };

export interface ShownCode {
  code: string;
  qr: string;
  walletUrl: string | null;
  hasPass: boolean;
}

export type Codes = ReturnType<typeof codesOf>;

export function codesOf({ config, clock }: Pick<RoomContext, 'config' | 'clock'>) {
  const key = ticketKey(config.tokenKey);
  const wallet = wholeWallet(config.wallet);
  const link = wallet && walletOf(wallet, () => Math.floor(clock.now() / 1_000));
  const apple = wholeAppleWallet(config.wallet.apple);
  const passes = apple && passesOf(apple);
  return {
    key,
    /** The link costs a signature, so only tickets that are good have one. */
    of(ticket: Shown): ShownCode {
      const code = codeOf(ticket.ticketId, key);
      const isGood = ticket.state === 'VALID';
      const walletUrl = isGood && link ? link({ ...ticket, code }) : null;
      const hasPass = isGood && ticket.checkedInAt === null && !!passes?.ready(clock.now());
      return { code, qr: qrOf(code), walletUrl, hasPass };
    },

    /** The file for Apple Wallet; null where the shop has no certificate that is good now. */
    async pass(ticket: Omit<PassTicket, 'code'>): Promise<Buffer | null> {
      const now_ms = clock.now();
      if (!passes?.ready(now_ms)) return null;
      return passes.file({ ...ticket, code: codeOf(ticket.ticketId, key) }, now_ms);
    },
  };
}
