import { createHmac } from 'node:crypto';
import type { Notice } from '@hrd-shield/contracts';

const TIMEOUT_MS = 5_000;
const MS = 1_000;

/**
 * Signature of a webhook, as in the header `x-shield-signature: t=<seconds>,v1=<hex>`: HMAC-SHA-256
 * over `<seconds>.<body>`. A receiver refuses old times.
 */
export function signatureOf(secret: string, seconds: number, body: string): string {
  const mac = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
  return `t=${seconds},v1=${mac}`;
}

/** @returns whether the receiver took it */
export async function sendWebhook(
  notice: Notice,
  to: { readonly webhook: string; readonly secret: string },
  now: number,
): Promise<boolean> {
  const { dueAt, id, kind, target } = notice;
  // The gateway of defenders needs the pseudonym to know whom it reaches; nobody else gets it.
  const whom = target.kind === 'defender' ? { defender: target.defender } : { rung: target.rung };
  const body = JSON.stringify({ id, kind, dueAt, ...whom });
  try {
    const { ok } = await fetch(to.webhook, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'idempotency-key': id,
        'x-shield-signature': signatureOf(to.secret, Math.floor(now / MS), body),
      },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return ok;
  } catch {
    // Errors of the client name the address; that it failed is all that counts.
    return false;
  }
}
