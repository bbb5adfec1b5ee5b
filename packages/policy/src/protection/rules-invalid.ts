import { ShieldError } from '@hrd-shield/contracts';

/** What is wrong with the rule files of protection, as the refusal to load them. */
export function rulesInvalid(detail: string): ShieldError {
  return new ShieldError('config.invalid', { detail: `protection rules: ${detail}` });
}
