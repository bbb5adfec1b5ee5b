import { type DefenderRef, type Sealed, ShieldError } from '@hrd-shield/contracts';
import type { DefenderSealer } from '@hrd-shield/pipeline';
import { z } from 'zod';

/** Where the desk is, and who asks it. */
export interface DeskAccess {
  readonly url: string;
  /** Token of the caller: the desk decides under it, and writes the audit row. */
  readonly token: string;
  /** Why, a purpose of the desk. */
  readonly purpose: string;
}

const PATH = '/v1/unseal';
const TIMEOUT_MS = 15_000;
const Answer = z.object({
  items: z
    .array(z.union([z.object({ plain: z.string() }), z.object({ code: z.string() })]))
    .length(1),
});

/** Opens through the desk, under the identity of the caller; no key is on this machine. */
export function createDeskUnsealer(access: DeskAccess): DefenderSealer {
  return {
    seal: () => {
      const detail = 'outside the local stack notes are written at the desk';
      throw new ShieldError('access.refused', { detail });
    },
    open: async (defender, sealPurpose, sealed) => {
      const item = await ask(access, { defender, sealPurpose, sealed });
      if ('plain' in item) return Buffer.from(item.plain, 'base64');
      const isGone = item.code === 'seal.unknown-key';
      throw new ShieldError(isGone ? 'seal.unknown-key' : 'seal.broken');
    },
  };
}

async function ask(
  { purpose, token, url }: DeskAccess,
  item: {
    readonly defender: DefenderRef;
    readonly sealPurpose: string;
    readonly sealed: Sealed;
  },
) {
  let answer: Response;
  try {
    answer = await fetch(new URL(PATH, url), {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ purpose, items: [item] }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
      redirect: 'error',
    });
  } catch (cause) {
    throw new ShieldError('keys.unavailable', { cause, detail: 'the desk does not answer' });
  }
  if (answer.status === 401) throw new ShieldError('access.bad-token');
  if (answer.status === 403) throw new ShieldError('access.refused');
  const parsed = Answer.safeParse(answer.ok ? await answer.json() : undefined);
  const [opened] = parsed.success ? parsed.data.items : [];
  if (opened === undefined) {
    throw new ShieldError('keys.unavailable', { detail: `the desk answers ${answer.status}` });
  }
  return opened;
}
