import { ShieldError } from '@hrd-shield/contracts';
import { expect, it } from 'vitest';
import type { StageSealer } from '../ports/keys.ts';
import { bookedStageSealer } from './booked-sealer.ts';

const sealer: StageSealer = {
  seal: () => 'sealed' as never,
  open: () => Buffer.from('state'),
};

it('a saved state across defenders opens once it is accounted for, and not otherwise', () => {
  const noted: string[] = [];
  const booked = bookedStageSealer(sealer, { note: (purpose) => void noted.push(purpose) });
  booked.seal('place', Buffer.from('state'));
  expect(noted).toEqual([]);
  expect(Buffer.from(booked.open('place', 'sealed' as never)).toString()).toBe('state');
  expect(noted).toEqual(['stage-snapshot']);
  const away = bookedStageSealer(sealer, {
    note: () => {
      throw new ShieldError('audit.unavailable');
    },
  });
  expect(() => away.open('place', 'sealed' as never)).toThrow(
    expect.objectContaining({ code: 'audit.unavailable' }),
  );
});
