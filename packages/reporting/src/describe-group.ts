import type { BenchmarkDefinition } from '@hrd-shield/contracts';
import { unreachable } from '@hrd-shield/contracts';
import { formatAmount } from './format-figure.ts';
import type { ReportClock, ResultGroup } from './result.ts';

/** How a clock is named beside its times. */
function clockName(clock: ReportClock): string {
  switch (clock.kind) {
    case 'event-time':
      return 'event time';
    case 'real':
      return 'real time';
    case 'scaled':
      return `waits ×${clock.scale} faster`;
    default:
      return unreachable(clock);
  }
}

/** Says which rows a group holds: its clock, and who decided. Empty where nothing sets it apart. */
export function groupName(group: ResultGroup): string {
  const parts = [
    ...(group.clock === undefined ? [] : [clockName(group.clock)]),
    ...(group.decidedBy === undefined
      ? []
      : [group.decidedBy === 'scripts' ? 'scripted responders' : 'people']),
  ];
  return parts.join(', ');
}

/** The factor from measured to scaled time, or nothing where no clock was scaled. */
export function scaleOf(group: ResultGroup): number | undefined {
  return group.clock?.kind === 'scaled' ? group.clock.scale : undefined;
}

/** The target in words. */
export function targetText(definition: BenchmarkDefinition): string {
  if (definition.target === undefined) return 'none';
  const { comparison, value, of } = definition.target;
  const words = { '<=': 'at most', '>=': 'at least', '=': 'exactly' } as const;
  return `${of} ${words[comparison]} ${formatAmount(value, definition.unit)}`;
}

/** The judgement in words. */
export function judgementText(group: ResultGroup): string {
  const { reached, isCertain } = group.judgement;
  if (reached !== 'not-judged') return isCertain ? reached : `${reached}, uncertain`;
  if (group.decidedBy === 'scripts') return 'not judged: scripted';
  if (group.clock?.kind === 'scaled') return 'not judged: scaled clock';
  return 'not judged';
}
