import { setTimeout as delay } from 'node:timers/promises';
import { type DeskStage, newKey, type SignedInBrowser, stageDesk } from '../../desk/desk-stage.ts';
import type { Installation } from '../../harness/installation.ts';

/** Two people at a desk who look at an identity in every stretch, whatever fails meanwhile. */
export interface DeskAtWork {
  /** Requests whose identity was shown. */
  readonly revealed: readonly string[];
  /** Accounts that were nominated here: nobody may print them. */
  readonly nominated: readonly string[];
  /** What the desk has logged. */
  output(): string;
  /** One asks, the other agrees, the first looks. @throws RangeError when one person suffices */
  reveal(): Promise<void>;
  /** Closes it while `between` is done. */
  away(between: () => Promise<void>): Promise<void>;
  stop(): Promise<void>;
}

const ROLES = { rita: ['registrar', 'approver'], arno: ['approver'] };
const PURPOSE = 'verify-the-account';
const RETRY_MS = 250;
const ANSWER_MS_MAX = 120_000;
const LEFT_OUT_MS = 500;
/** Well within the quarter of an hour for which the desk takes a sign-in as fresh. */
const SIGN_IN_AGAIN_MS = 600_000;

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

export async function openDeskAtWork(at: Installation): Promise<DeskAtWork> {
  const revealed: string[] = [];
  const nominated: string[] = [];
  const said: string[] = [];
  let desk = await stageDesk(at, ROLES, { config: { rootsMs: LEFT_OUT_MS } });
  let people = await signIn(desk);

  async function reveal(): Promise<void> {
    if (performance.now() - people.signedInAt > SIGN_IN_AGAIN_MS) people = await signIn(desk);
    const { arno, rita } = people;
    const account = `account-of-a-nominee-${nominated.length}-${newKey()}`;
    nominated.push(account);
    const who = { identity: { account }, profile: { language: 'en' } };
    const { defender } = (await answered(rita, '/v1/designations', { body: who })).body;
    const about = { kind: 'reveal', part: 'identity', purpose: PURPOSE, defender };
    const asked = (await answered(rita, '/v1/reveals', { body: about })).body;
    const { id } = asked.request as { readonly id: string };
    const path = `/v1/reveals/${id}`;
    const use = { headers: { 'x-shield-purpose': PURPOSE } };
    refused('before anybody agreed', await answered(rita, `${path}/use`, use));
    refused('by who asked', await answered(rita, `${path}/agreement`));
    await answered(arno, `${path}/agreement`);
    const { body, status } = await answered(rita, `${path}/use`, use);
    // The answer of a look that was taken may be lost: then it is used.
    if (status === 200 || body.code === 'reveal.used') revealed.push(id);
    else throw new RangeError(`an identity was not shown: ${status} ${body.code}`);
  }

  return {
    revealed,
    nominated,
    output: () => [...said, ...desk.logs].join('\n'),
    reveal,
    away: async (between) => {
      await desk.stop();
      said.push(...desk.logs);
      await between();
      desk = await stageDesk(at, ROLES, { config: { rootsMs: LEFT_OUT_MS } });
      people = await signIn(desk);
    },
    stop: () => desk.stop(),
  };
}

interface SignedIn extends Record<keyof typeof ROLES, SignedInBrowser> {
  /** Ms of this process, as `performance.now()` counts them. */
  readonly signedInAt: number;
}

async function signIn(desk: DeskStage): Promise<SignedIn> {
  const [rita, arno] = await Promise.all([desk.signIn('rita'), desk.signIn('arno')]);
  return { rita, arno, signedInAt: performance.now() };
}

function refused(what: string, { status }: Answer): void {
  if (status < 400) throw new RangeError(`a reveal went on ${what}`);
}

/** As a browser whose person presses the button again: the same key, until the desk can say. */
async function answered(
  who: SignedInBrowser,
  path: string,
  {
    body,
    headers = {},
  }: { readonly body?: object; readonly headers?: Record<string, string> } = {},
): Promise<Answer> {
  const key = newKey();
  const endsAt = performance.now() + ANSWER_MS_MAX;
  for (;;) {
    const answer = await who.post(path, body, { ...headers, 'idempotency-key': key }).then(
      async (response): Promise<Answer> => {
        return { status: response.status, body: (await response.json()) as Answer['body'] };
      },
      () => undefined,
    );
    if (answer !== undefined && answer.status < 500) return answer;
    if (performance.now() > endsAt) throw new RangeError(`the desk does not answer at ${path}`);
    await delay(RETRY_MS);
  }
}
