import type { Notice } from '@hrd-shield/contracts';
import { createTransport } from 'nodemailer';
import { noticeText } from './notice-text.ts';
import type { NotifyConfig } from './notify-config.ts';

const TIMEOUT_MS = 5_000;

/** Sends mail over one SMTP server. */
export interface MailChannel {
  /** @returns whether the server took it for this address */
  send(notice: Notice, to: string): Promise<boolean>;
}

/** Connects per message. Without `plain` a server that offers no TLS is refused. */
export function createMailChannel(smtp: NonNullable<NotifyConfig['smtp']>): MailChannel {
  const { from, host, password, plain, port, secure, user } = smtp;
  const transport = createTransport({
    host,
    port,
    secure,
    requireTLS: !secure && !plain,
    ignoreTLS: plain,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    ...(user === undefined ? {} : { auth: { user, pass: password ?? '' } }),
  });
  return {
    send: async (notice, to) => {
      try {
        const { accepted } = await transport.sendMail({
          from,
          to,
          ...noticeText(notice),
          // The same notice again is the same message: a mailbox shows it once.
          messageId: `<${notice.id}@shield>`,
        });
        return accepted.length > 0;
      } catch {
        // What the server says can repeat the address; that it failed is all that counts.
        return false;
      }
    },
  };
}
