import { expect, it } from 'vitest';
import { createProgram } from '../../packages/cli/src/program.ts';
import { createShell } from '../../packages/cli/src/shell/shell.ts';

type Command = ReturnType<typeof createProgram>;

/** What others on a machine see in the list of processes. */
const SECRET_WORDS = /account|receipt|password|token|secret|e-?mail|phone|\bname\b|key$/i;
/** Words that name a thing of ours, not of a person. */
const OWN: readonly string[] = [
  'hrd-shield conformance --account-file <file>',
  'hrd-shield measures stop --measure <name>',
  'hrd-shield measures resume --measure <name>',
  'hrd-shield registry import-proposals --partner <name>',
  'hrd-shield publish prepare --as <name>',
  'hrd-shield publish approve --as <name>',
  'hrd-shield publish refuse --as <name>',
  'hrd-shield publish withdraw --as <name>',
  'hrd-shield publish start --as <name>',
  'hrd-shield dsa export --service <name>',
  'hrd-shield dsa export --provider <name>',
  'hrd-shield improve propose --by <name>',
  'hrd-shield improve propose --file <name>',
  'hrd-shield improve approve --as <name>',
];

function wordsOf(command: Command, path = ''): readonly string[] {
  const own = `${path} ${command.name()}`.trim();
  const options = command.options.map((option) => `${own} ${option.flags}`);
  const words = command.registeredArguments.map((argument) => `${own} <${argument.name()}>`);
  return [...options, ...words, ...command.commands.flatMap((inner) => wordsOf(inner, own))];
}

it('no account, receipt or secret is an argument or option of a command', () => {
  const nowhere = { write: () => true };
  const io = { env: {}, stdin: (async function* () {})(), stdout: nowhere, stderr: nowhere };
  const words = wordsOf(createProgram(createShell(io, false)));
  expect(words.length).toBeGreaterThan(50);
  const suspicious = words.filter((word) => SECRET_WORDS.test(word.slice(word.search(/[<-]/))));
  expect(suspicious.filter((word) => !OWN.includes(word))).toEqual([]);
});
