import type { PublicationSubject } from '@hrd-shield/contracts';
import { settledOf } from '@hrd-shield/reporting';
import type { Command } from 'commander';

/** Options that say what is to be published, as typed. */
export interface SubjectOptions {
  readonly as: string;
  readonly quarter?: string;
  readonly corrects?: string;
  readonly reason?: string;
}

/** Adds the options that say what is to be published. @param as what the person does who asks */
export function withSubject(command: Command, as: string): Command {
  return command
    .requiredOption('--as <name>', `${as}; this person cannot approve it`)
    .option('--quarter <quarter>', 'such as 2026-Q1; the last one that has settled when absent')
    .option('--corrects <release>', 'release that this one corrects; needs --reason')
    .option('--reason <text>', 'why it is corrected, without data of anybody')
    .hook('preAction', (_, acting) => {
      const { corrects, reason } = acting.opts<SubjectOptions>();
      if ((corrects === undefined) !== (reason === undefined))
        acting.error('--corrects and --reason go together');
    });
}

/**
 * What is to be published.
 * @param now epoch ms
 * @throws ShieldError `config.invalid` when the quarter is none, or has not settled yet
 */
export function subjectOf(
  { as: preparedBy, corrects, quarter, reason }: SubjectOptions,
  now: number,
  settleDays: number,
): PublicationSubject {
  const about = { quarter: settledOf(quarter, now, settleDays).name, preparedBy };
  if (corrects === undefined || reason === undefined) return about;
  return { ...about, corrects: { release: corrects, reason } };
}
