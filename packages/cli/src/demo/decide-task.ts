import { createInterface } from 'node:readline/promises';
import type { DefenderRef, ResponderRef, TaskRow } from '@hrd-shield/contracts';
import type { Decision } from './scripted-responders.ts';

const SCRIPTED = 'r_scriptedResponderNo000' as ResponderRef;
const PERSON = 'r_personAtTheKeyboard000' as ResponderRef;

/**
 * The script: looks up what is true, as a careful person would find out, and decides by it. It is
 * labelled as scripted wherever its decisions are shown.
 */
export function scriptedDecision(
  task: TaskRow,
  isAttacked: (defender: DefenderRef) => boolean,
): Decision {
  const isReal = isAttacked(task.defender);
  const wanted = isReal ? /confirm|keep|try-again/ : /reject|lift|leave/;
  const option = task.options.find((id) => wanted.test(id)) ?? task.options[0] ?? '';
  return {
    responder: SCRIPTED,
    scripted: true,
    option,
    verdict: isReal ? 'confirmed' : 'rejected',
    reason: 'scripted responder of the demo',
  };
}

/** Lets the person at the keyboard decide one task. */
export async function askPerson(
  task: TaskRow,
  io: {
    readonly input: NodeJS.ReadableStream;
    readonly output: NodeJS.WritableStream;
    readonly signal: AbortSignal;
  },
): Promise<Decision> {
  const lines = createInterface({ input: io.input, output: io.output });
  const options = task.options.map((id, index) => `  ${index + 1}  ${id}`).join('\n');
  io.output.write(
    `\nA task waits for you: ${task.question}\n` +
      `  case ${task.case}, threat ${task.threat}, tier ${task.tier}\n${options}\n`,
  );
  try {
    for (;;) {
      const answer = await lines.question('Your choice (number): ', { signal: io.signal });
      const option = task.options[Number(answer) - 1];
      if (option === undefined) continue;
      const verdict = /reject|lift/.test(option) ? 'rejected' : 'confirmed';
      return { responder: PERSON, scripted: false, option, verdict, reason: 'decided in the demo' };
    }
  } finally {
    lines.close();
  }
}
