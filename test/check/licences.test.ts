import { expect, test } from 'vitest';
import { judgeLicences, type LockedPackage } from './licences.ts';

const judge = (packages: Readonly<Record<string, LockedPackage>>, stated?: string) =>
  judgeLicences(packages, () => stated).findings.map(({ path }) => path);

test('a licence that obliges whoever ships it is found, wherever it is nested', () => {
  const packages = {
    '': { license: 'AGPL-3.0' },
    'packages/keys': { link: true },
    'node_modules/good': { license: 'MIT' },
    'node_modules/good/node_modules/planted': { license: 'AGPL-3.0-only' },
    'node_modules/@scope/planted': { license: 'GPL-3.0-or-later' },
    'node_modules/mozilla': { license: 'MPL-2.0' },
  };
  expect(judge(packages)).toEqual([
    'node_modules/good/node_modules/planted',
    'node_modules/@scope/planted',
    'node_modules/mozilla',
  ]);
  expect(judge({ 'node_modules/tool': { license: 'MPL-2.0', dev: true } })).toEqual([]);
});

test('of a choice one licence is enough, of a sum all are needed', () => {
  expect(judge({ 'node_modules/a': { license: '(GPL-2.0 OR MIT)' } })).toEqual([]);
  expect(judge({ 'node_modules/a': { license: 'Apache-2.0 AND MIT' } })).toEqual([]);
  expect(judge({ 'node_modules/a': { license: 'GPL-2.0 AND MIT' } })).toEqual(['node_modules/a']);
});

test('a package that states none is found, unless its own file does or a person read it', () => {
  expect(judge({ 'node_modules/silent': {} })).toEqual(['node_modules/silent']);
  expect(judge({ 'node_modules/silent': {} }, 'MIT')).toEqual([]);
  expect(judge({ 'node_modules/unionfs': {} })).toEqual([]);
  expect(judge({ 'node_modules/unionfs': { license: 'GPL-3.0' } })).toEqual([
    'node_modules/unionfs',
  ]);
});
