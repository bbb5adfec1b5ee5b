import type { AckStatus, ProtectionCommand } from '@hrd-shield/contracts';
import { ShieldError } from '@hrd-shield/contracts';
import type { ActionResult, OpenedCommand, PlatformActions } from './platform-actions.ts';

export interface Answer {
  readonly status: AckStatus;
  readonly reason?: string;
}

export interface AnswerDeps {
  readonly actions: PlatformActions;
  /** Opens accounts boxed to this platform. @throws ShieldError `seal.*` */
  readonly open: (boxed: string) => string;
  /** Wall time, epoch ms. */
  readonly now: () => number;
}

/** Carries out one command and says what became of it. Never rejects for what the command is. */
export async function answerCommand(deps: AnswerDeps, command: ProtectionCommand): Promise<Answer> {
  const opened = openCommand(deps, command);
  if (opened === undefined) return { status: 'refused', reason: 'accounts do not open' };
  switch (command.act) {
    case 'apply':
      if (command.expiresAt <= deps.now()) return { status: 'refused', reason: 'already expired' };
      return answer(await deps.actions.apply(opened), 'applied');
    case 'probe':
      return { status: (await deps.actions.probe(opened)) ? 'effective' : 'ineffective' };
    case 'lift':
      return answer(await deps.actions.lift(opened), 'lifted');
  }
}

function answer(result: ActionResult, done: AckStatus): Answer {
  return result.ok ? { status: done } : { status: result.status, reason: result.reason };
}

function openCommand(deps: AnswerDeps, command: ProtectionCommand): OpenedCommand | undefined {
  try {
    const account = deps.open(command.account);
    return { command, account, actors: (command.actors ?? []).map(deps.open) };
  } catch (error) {
    if (error instanceof ShieldError && error.code.startsWith('seal.')) return undefined;
    throw error;
  }
}
