import { createHash } from 'node:crypto';
import type { ErrorCode } from '@hrd-shield/contracts';
import type { DeskAct } from '@hrd-shield/contracts/desk';
import type { StageSealer } from '@hrd-shield/pipeline';
import type { KeptAnswers, WriteKey } from '@hrd-shield/postgres';

const DAY_MS = 86_400_000;
const KEY = /^[\w-]{16,64}$/;

/** What was answered, as it is kept. */
export interface Answer {
  readonly status: number;
  /** JSON; empty where the answer has no body. */
  readonly text: string;
}

export interface OnceDeps {
  readonly answers: KeptAnswers;
  readonly sealer: StageSealer;
}

/** One write: who sends it, under which key, and what it says. */
export interface Write {
  readonly principal: string;
  readonly act: DeskAct;
  readonly key: string | undefined;
  readonly now: number;
  /** Everything that makes it this write. */
  readonly content: readonly (string | Uint8Array)[];
}

export type Once =
  | { readonly kind: 'refused'; readonly code: ErrorCode }
  | { readonly kind: 'replayed'; readonly answer: Answer };

/**
 * Does a write once: the same key gives the same answer, without the work. What failed is not
 * kept, so that it can be sent again.
 * @throws ShieldError `postgres.*` and whatever `work` throws
 */
export async function once(
  deps: OnceDeps,
  write: Write,
  work: () => Promise<Answer>,
): Promise<Once | { readonly kind: 'done'; readonly answer: Answer }> {
  if (write.key === undefined || !KEY.test(write.key)) {
    return { kind: 'refused', code: 'request.needs-key' };
  }
  const name: WriteKey = { principal: write.principal, key: write.key };
  const at = { now: write.now, until: write.now + DAY_MS };
  const before = await deps.answers.reserve(name, hashOf(write), at);
  if (before.kind === 'other') return { kind: 'refused', code: 'request.key-reused' };
  if (before.kind === 'running') return { kind: 'refused', code: 'request.in-progress' };
  const context = `${name.principal}/${name.key}`;
  if (before.kind === 'done') {
    const text =
      before.answer === undefined
        ? ''
        : Buffer.from(deps.sealer.open(context, before.answer)).toString();
    return { kind: 'replayed', answer: { status: before.status, text } };
  }
  try {
    const answer = await work();
    const sealed = deps.sealer.seal(context, Buffer.from(answer.text));
    await deps.answers.keep(name, answer.status, sealed);
    return { kind: 'done', answer };
  } catch (fault) {
    await deps.answers.release(name);
    throw fault;
  }
}

/** With lengths, so that no two writes have the same. */
function hashOf({ act, content }: Write): string {
  const hash = createHash('sha256');
  for (const part of [act, ...content]) {
    hash.update(`${Buffer.byteLength(part)}:`).update(part);
  }
  return hash.digest('hex');
}
