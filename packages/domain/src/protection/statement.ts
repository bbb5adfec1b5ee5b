import {
  type StatementGround,
  type StatementOfReasons,
  statementCode,
  type Threat,
} from '@hrd-shield/contracts/pure';
import type { MeasureTraits } from './measure-traits.ts';
import type { MeasureInstance } from './state.ts';

/** Rules that hold for everyone on the platform: a restriction under them says nothing of anybody. */
const GROUNDS: Readonly<Record<Threat, StatementGround>> = {
  'pile-on': 'coordinated-behaviour',
  'slow-drip': 'coordinated-behaviour',
  copypasta: 'coordinated-behaviour',
  'recurrent-crew': 'coordinated-behaviour',
  'fake-cohort': 'coordinated-behaviour',
  raid: 'coordinated-behaviour',
  'mass-report': 'abuse-of-reports',
  'takedown-abuse': 'abuse-of-reports',
  suppression: 'abuse-of-reports',
  doxxing: 'private-information',
  threat: 'threats-or-incitement',
  smear: 'manipulated-content',
  'synthetic-media': 'manipulated-content',
  impersonation: 'impersonation',
  'account-takeover': 'account-security',
  phishing: 'account-security',
  surveillance: 'automated-access',
  flood: 'unsolicited-bulk',
  shutdown: 'coordinated-behaviour',
  'off-pattern': 'coordinated-behaviour',
};

/** The rule of the platform that a restriction against this threat rests on. */
export function groundOf(threat: Threat): StatementGround {
  return GROUNDS[threat];
}

/**
 * What each restricted account is told when the measure is imposed: ground, scope, automation,
 * duration, redress. It has no field for whom it protects; a renewal keeps its code.
 *
 * @returns undefined where no other account is touched
 * @source response notes, section 1
 */
export function statementOf(
  instance: MeasureInstance,
  traits: Pick<MeasureTraits, 'statement'>,
  threat: Threat,
): StatementOfReasons | undefined {
  if (traits.statement === undefined) return undefined;
  return {
    code: statementCode(instance.ref),
    ground: groundOf(threat),
    scope: traits.statement,
    automated: instance.automatic,
    imposedAt: instance.requestedAt,
    until: instance.liftAt,
    redress: 'appeal-by-code',
  };
}
