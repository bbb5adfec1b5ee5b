import type { DefenderRef, ListNotice, Sealed, StopId } from '@hrd-shield/contracts';
import { expect, test } from 'vitest';
import type { LogReader, SourceRecord } from '../ports/record-source.ts';
import { type HeldClasses, heedListNotices, listNoticeRecord } from './list-notices.ts';

const ref = `d_${'A'.repeat(22)}` as DefenderRef;
const stop = 'z_AAAAAAAAAAAAAAAAAAAAAA' as StopId;
const sealed = `s1.k1.${'A'.repeat(16)}.AAAA` as Sealed;
const lessConsent: ListNotice = {
  kind: 'stopped',
  ref,
  stop,
  at: 1,
  asked: sealed,
  narrowed: sealed,
};

/** What a holder of the list was told of the notice. */
async function toldOf(notice: ListNotice, classes?: HeldClasses): Promise<readonly string[]> {
  const told: string[] = [];
  const { headers, key, value } = listNoticeRecord(notice, 'notices', 'test');
  const record = { headers, key, value } as unknown as SourceRecord;
  const reader: LogReader = {
    start: async (take) => take([record], { topic: 'notices', partition: 0 }),
    stop: async () => undefined,
    isHealthy: () => true,
  };
  const list = {
    erase: () => told.push('erase'),
    stop: () => told.push('stop'),
    settle: () => told.push('settle'),
  };
  const onRefused = (): void => void told.push('refused');
  const held = classes && {
    open: classes.open,
    narrow: (...[, , less]: Parameters<HeldClasses['narrow']>) => void told.push(less.join()),
  };
  const deps = {
    reader,
    now: () => 0,
    onRefused,
    ...(held === undefined ? {} : { classes: held }),
  };
  await heedListNotices(list, deps).start();
  return told;
}

test('less consent stops everything before it stops its classes alone', async () => {
  const open = async () => ['login'] as const;
  expect(await toldOf(lessConsent, { open, narrow: () => undefined })).toEqual(['stop', 'login']);
});

test('less consent that nobody can read goes on stopping everything', async () => {
  const open = async () => Promise.reject(new RangeError('no key'));
  const told = await toldOf(lessConsent, { open, narrow: () => undefined });
  expect(told).toEqual(['stop', 'refused']);
});

test('less consent stops nothing where events are not screened by class', async () => {
  expect(await toldOf(lessConsent)).toEqual([]);
});
