import type { Notice } from '@hrd-shield/contracts';

const WORDS: Readonly<Record<Notice['kind'], string>> = {
  'task-waits': 'Something waits for your decision.',
  'hold-waits': 'Something waits for your decision.',
  'remedy-waits': 'Something waits for your decision.',
  'designation-waits': 'Something waits for your decision.',
  'report-waits': 'Something waits for your decision.',
  'critical-waits': 'Something waits for your decision.',
  'state-request': 'There is news for you. Look where you usually look.',
};

/** What a person reads: that something waits and until when, never what or about whom. */
export function noticeText(notice: Notice): { readonly subject: string; readonly text: string } {
  const until = new Date(notice.dueAt).toISOString();
  return {
    subject: 'Notice',
    text: `${WORDS[notice.kind]}\nUntil ${until}.\nReference ${notice.id}\n`,
  };
}
