/** What a holder shows at the door: the code, its QR code, and the way into a phone's wallet. */
import { wholeWallet } from '#kernel/config/wallet-variables.ts';
import type { RoomContext } from '#kernel/service.ts';
import { codeOf, ticketKey } from './model-code.ts';
import { walletOf, type WalletTicket } from './model-wallet.ts';
import { qrOf } from './qr.ts';

type Shown = Omit<WalletTicket, 'code'> & { state: string };

export type Codes = ReturnType<typeof codesOf>;

export function codesOf({ config, clock }: Pick<RoomContext, 'config' | 'clock'>) {
  const key = ticketKey(config.tokenKey);
  const wallet = wholeWallet(config.wallet);
  const link = wallet && walletOf(wallet, () => Math.floor(clock.now() / 1_000));
  return {
    key,
    /** The link costs a signature, so only tickets that are good have one. */
    of(ticket: Shown): { code: string; qr: string; walletUrl: string | null } {
      const code = codeOf(ticket.ticketId, key);
      const walletUrl = ticket.state === 'VALID' && link ? link({ ...ticket, code }) : null;
      return { code, qr: qrOf(code), walletUrl };
    },
  };
}
