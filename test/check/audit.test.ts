import { expect, test } from 'vitest';
import { judgeAudit } from './audit.ts';

const report = (vulnerabilities: object) =>
  JSON.stringify({ auditReportVersion: 2, metadata: { vulnerabilities } });

test('a high or critical advisory does not pass, lesser ones are told', () => {
  const none = { info: 0, low: 0, moderate: 0, high: 0, critical: 0, total: 0 };
  expect(judgeAudit(report(none))).toMatchObject({ kind: 'judged', ok: true });
  expect(judgeAudit(report({ ...none, moderate: 2 }))).toMatchObject({
    ok: true,
    counts: { moderate: 2 },
  });
  expect(judgeAudit(report({ ...none, high: 1 }))).toMatchObject({ ok: false });
  expect(judgeAudit(report({ ...none, critical: 1 }))).toMatchObject({ ok: false });
});

test('a registry that does not answer is no proof that all is well', () => {
  const refused = `npm warn audit 405\n${JSON.stringify({ message: '405 Method Not Allowed' })}`;
  expect(judgeAudit(refused)).toEqual({ kind: 'unanswered', why: '405 Method Not Allowed' });
  expect(judgeAudit('npm error network')).toMatchObject({ kind: 'unanswered' });
});
