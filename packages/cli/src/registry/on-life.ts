import type { DefenderRef } from '@hrd-shield/contracts';
import type { RegistryLife } from '@hrd-shield/domain/registry';
import type { Outcome } from '@hrd-shield/registry';
import type { Shell } from '../shell/shell.ts';
import { answerRefusal } from '../tasks/show-task.ts';
import { refOf } from './inputs.ts';
import { lifeLine, shownLife } from './show-life.ts';
import { type SeatedRegistry, withUses } from './with-uses.ts';

/** Does something with one designation and shows what became of it. */
export async function onLife(
  given: string,
  shell: Shell,
  ask: (seated: SeatedRegistry, ref: DefenderRef) => Promise<Outcome<RegistryLife>>,
): Promise<void> {
  const ref = refOf(given);
  const answer = await withUses(shell, (seated) => ask(seated, ref));
  if (!answer.ok) return answerRefusal(shell, answer.code);
  shell.answer({ designation: shownLife(answer.value) }, [lifeLine(answer.value)]);
}
