import type { DeskAct } from '@hrd-shield/contracts/desk';
import { type HandlersOf, refuse } from '../server/route-types.ts';

type Acts = Extract<DeskAct, `${string}Report${string}` | 'readAttachment' | 'readIntakeQuota'>;

export function createIntakeHandlers(): HandlersOf<Acts> {
  const later = async () => refuse('request.unknown-route');
  return {
    sendReport: later,
    sendReports: later,
    readOwnReport: later,
    writeToOwnReport: later,
    attachToOwnReport: later,
    listReports: later,
    readReport: later,
    readAttachment: later,
    answerReport: later,
    closeReport: later,
    readIntakeQuota: later,
  };
}
