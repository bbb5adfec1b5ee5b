import { type ActorRef, type DefenderRef, deriveId } from '@hrd-shield/contracts';
import type { Designated } from '@hrd-shield/pipeline';
import { describe, expect, it } from 'vitest';
import { createAnswerOwnCommand, DefenderActors } from './own-commands.ts';

const NOW = 1_700_000_000_000;
const ref = deriveId('d', 'one') as DefenderRef;
const theirs = deriveId('a', 'defender') as ActorRef;
const other = deriveId('a', 'other') as ActorRef;

function asked(designated: Partial<Designated> | undefined, isFresh = true) {
  const actors = new DefenderActors({ get: () => designated as Designated | undefined });
  actors.note(ref, { actor: theirs });
  return createAnswerOwnCommand({ actors, isFresh: () => isFresh, now: () => NOW })({
    actors: [other, theirs],
  });
}

describe('the check on own commands', () => {
  it('spares the account of a living defender, and no other', () => {
    const living = { state: 'active', expiresAt: NOW + 1 } as const;
    expect(asked(living)).toEqual({ fresh: true, spared: [false, true] });
  });

  it('spares nobody whose designation is paused, over or gone', () => {
    for (const one of [
      { state: 'paused', expiresAt: NOW + 1 } as const,
      { state: 'active', expiresAt: NOW } as const,
      undefined,
    ]) {
      expect(asked(one).spared).toEqual([false, false]);
    }
  });

  it('says when it may be behind', () => {
    expect(asked(undefined, false).fresh).toBe(false);
  });
});
