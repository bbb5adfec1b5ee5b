import { unreachable } from '@hrd-shield/contracts/pure';
import type { RegistryAnswer } from './answer.ts';
import {
  beginCustody,
  beginEmergency,
  endCustody,
  review,
  reviewEmergency,
  setCheckIn,
  setContactHours,
} from './decide-care.ts';
import { agreeToCounting, consent, narrowConsent, takeBackCounting } from './decide-consent.ts';
import { add, appeal, decideAppeal, propose, refuse, vet } from './decide-entry.ts';
import {
  confirmWithdrawal,
  decideEnd,
  pause,
  proposeEnd,
  resolveDuress,
  resume,
  undoWithdrawal,
  withdraw,
} from './decide-leaving.ts';
import type { RegistryAsk } from './input.ts';
import type { RegistryLife } from './life.ts';
import type { RegistryPolicy } from './policy.ts';

/**
 * What follows when a person asks something of a designation: facts, or a refusal with its code.
 * A state's word to list or to unlist somebody is refused before anything else is looked at.
 *
 * @source response notes, section 2 (`reviewDesignation`)
 */
export function decideRegistry(
  life: RegistryLife,
  ask: RegistryAsk,
  policy: RegistryPolicy,
): RegistryAnswer {
  if (ask.by.kind === 'state-body') return { ok: false, code: 'designation.state-request' };
  switch (ask.kind) {
    case 'propose':
      return propose(life, ask);
    case 'vet':
      return vet(life, ask, policy);
    case 'add':
      return add(life, ask, policy);
    case 'consent':
      return consent(life, ask, policy);
    case 'narrow-consent':
      return narrowConsent(life, ask);
    case 'agree-to-counting':
      return agreeToCounting(life, ask);
    case 'take-back-counting':
      return takeBackCounting(life, ask);
    case 'refuse':
      return refuse(life, ask);
    case 'appeal':
      return appeal(life, ask, policy);
    case 'decide-appeal':
      return decideAppeal(life, ask);
    case 'begin-emergency':
      return beginEmergency(life, ask);
    case 'review-emergency':
      return reviewEmergency(life, ask);
    case 'review':
      return review(life, ask, policy);
    case 'set-contact-hours':
      return setContactHours(life, ask);
    case 'set-check-in':
      return setCheckIn(life, ask);
    default:
      return decideLeaving(life, ask, policy);
  }
}

type Leaving =
  | 'pause'
  | 'resume'
  | 'withdraw'
  | 'confirm-withdrawal'
  | 'undo-withdrawal'
  | 'resolve-duress'
  | 'propose-end'
  | 'decide-end'
  | 'begin-custody'
  | 'end-custody';

function decideLeaving(
  life: RegistryLife,
  ask: Extract<RegistryAsk, { readonly kind: Leaving }>,
  policy: RegistryPolicy,
): RegistryAnswer {
  switch (ask.kind) {
    case 'pause':
      return pause(life, ask);
    case 'resume':
      return resume(life, ask);
    case 'withdraw':
      return withdraw(life, ask);
    case 'confirm-withdrawal':
      return confirmWithdrawal(life, ask);
    case 'undo-withdrawal':
      return undoWithdrawal(life, ask, policy);
    case 'resolve-duress':
      return resolveDuress(life, ask);
    case 'propose-end':
      return proposeEnd(life, ask);
    case 'decide-end':
      return decideEnd(life, ask);
    case 'begin-custody':
      return beginCustody(life, ask);
    case 'end-custody':
      return endCustody(life, ask);
    default:
      return unreachable(ask);
  }
}
