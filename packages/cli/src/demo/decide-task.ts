import { createInterface } from 'node:readline/promises';
import type { DefenderRef, ResponderRef, TaskRow } from '@hrd-shield/contracts';
import type { TaskPrincipal } from '@hrd-shield/temporal';
import type { Decision } from './scripted-responders.ts';

const SCRIPTED = principalOf('r_scriptedResponderNo000', true);
const PERSON = principalOf('r_personAtTheKeyboard000', false);

/** Seats of the demo take every task. */
function principalOf(responder: string, scripted: boolean): TaskPrincipal {
  return {
    responder: responder as ResponderRef,
    role: 'responder',
    scripted,
    languages: ['*'],
    skills: ['*'],
    clearance: 'critical',
    conflicts: [],
  };
}

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
    principal: SCRIPTED,
    option,
    verdict: isReal ? 'confirmed' : 'rejected',
    reasons: ['scripted'],
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
      return { principal: PERSON, option, verdict, reasons: ['other'] };
    }
  } finally {
    lines.close();
  }
}
