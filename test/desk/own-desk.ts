import type { DefenderRef } from '@hrd-shield/contracts';
import { type DeskStage, newKey, type SignedInBrowser } from './desk-stage.ts';

/** A token of a designation. */
export async function ownToken(
  stella: SignedInBrowser,
  defender: DefenderRef,
  role: 'defender' | 'delegate' = 'defender',
): Promise<string> {
  const issued = await stella.post('/v1/tokens', { role, defender, days: 30 });
  return ((await issued.json()) as { token: string }).token;
}

/** An act on one's own designation. */
export const ownAct = (
  desk: Pick<DeskStage, 'url'>,
  token: string,
  body: object,
): Promise<Response> => ownPost(desk, token, { at: 'acts', body });

/** Whether one is counted. */
export const ownCounting = (
  desk: Pick<DeskStage, 'url'>,
  token: string,
  body: object,
): Promise<Response> => ownPost(desk, token, { at: 'counting', body });

const ownPost = (
  desk: Pick<DeskStage, 'url'>,
  token: string,
  { at, body }: { readonly at: 'acts' | 'counting'; readonly body: object },
): Promise<Response> =>
  fetch(`${desk.url}/v1/own-designation/${at}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'idempotency-key': newKey(),
    },
    body: JSON.stringify(body),
  });
